import { TestWorld } from '@strongroom/real-cluster';
import { Answer } from '../ContractClient';
import { eventually } from '../eventually';
import { FaultCell } from './faultCells';
import { meet } from './outsideCalls';

/** An operation that was begun, and waits in the call of its cell. */
export interface HeldCell {
  /** Whether it waits; else it was answered without making the call. */
  held: boolean;
  /** What whoever asked was told; nothing when his connection broke. */
  answer: Promise<Answer | undefined>;
  disarm(): void;
}

/**
 * Begins the operation of a cell; resolves when it waits in its call, or was answered without it.
 *
 * @param options - until when it waits, and whether the call is lost then instead of landing
 */
export async function holdCell(
  world: TestWorld,
  { counted, call }: FaultCell,
  { name, etag }: { name: string; etag: string | undefined },
  options: { released: Promise<void>; lost: boolean },
): Promise<HeldCell> {
  const waiting = meet(world, name, call, async () => {
    await options.released;
    if (options.lost) {
      throw new Error('The request is lost with its sender');
    }
  });
  let answered = false;
  const answer = counted.operation
    .run(name, etag)
    .catch(() => undefined)
    .finally(() => {
      answered = true;
    });
  await eventually(() => {
    expect(waiting.met() || answered).toBe(true);
  });
  return { held: waiting.met(), answer, disarm: waiting.disarm };
}
