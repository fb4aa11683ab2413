import { setTimeout as sleep } from 'node:timers/promises';
import {
  ObjectRef,
  RESOURCES,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { explainStuckDelete } from '../push/classifyFailure';
import { PushSecret, readyCondition } from '../objects/types';
import { StepTools } from './types';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/**
 * Waits until External Secrets has let go of a PushSecret, which it does once the store has deleted the value.
 * @throws StoreError `Timeout` while it holds it; `Conflict` when a PushSecret stands there that nobody deletes
 */
export async function awaitGone(
  { kubernetes, patienceMs }: StepTools,
  ref: ObjectRef,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    const pushSecret = await kubernetes.get<PushSecret>(
      RESOURCES.pushSecret,
      ref,
      { signal },
    );
    if (!pushSecret) {
      return;
    }
    if (!pushSecret.metadata.deletionTimestamp) {
      throw new StoreError(
        'Conflict',
        'The PushSecret was made again while it was being deleted.',
      );
    }
    if (signal.aborted || Date.now() + pause > deadline) {
      throw new StoreError(
        'Timeout',
        explainStuckDelete(readyCondition(pushSecret.status?.conditions)),
      );
    }
    await sleep(pause, undefined, { signal }).catch(() => {});
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }
}
