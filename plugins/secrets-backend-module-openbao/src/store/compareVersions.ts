import {
  CompareOptions,
  ComparedVersion,
  Fingerprints,
  isStoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { randomBytes } from 'node:crypto';
import { KvClient } from '../kv/KvClient';
import { KvEntry } from '../kv/KvEntry';
import { forEachLimited } from '../observe/forEachLimited';
import { differenceOf } from './differenceOf';

/** Reads of one comparison that run at the same time. */
const PARALLEL = 4;

/** What is compared, and with what. */
export interface Comparison {
  kv: KvClient;
  /** Of this installation. */
  fingerprints?: Fingerprints;
  path: string[];
  entry: KvEntry;
}

/**
 * Reads every version that is asked for, and what it is compared with, once; only marks of its values are kept. A soft-deleted
 * version would have to be brought back to be read, which a look must not do: it is told without its keys, like one that
 * cannot be read.
 */
export async function compareVersions(
  comparison: Comparison,
  { versions, against, signal }: CompareOptions,
): Promise<ComparedVersion[]> {
  const { entry } = comparison;
  const wanted = versions.map(Number).filter(it => entry.versions.has(it));
  const baseOf = (number: number) =>
    against === undefined ? versionBefore(entry, number) : Number(against);
  const needed = new Set([...wanted, ...wanted.map(baseOf)]);
  const marks = await readMarks(comparison, needed, signal);
  return wanted.map(number => {
    const found = marks.get(number);
    const base = marks.get(baseOf(number));
    return {
      id: String(number),
      ...(found && { keys: [...found.keys()].sort() }),
      ...(found && base && { changes: differenceOf(base, found) }),
    };
  });
}

/** Marks of the values of each version that can be read, by key. */
async function readMarks(
  { kv, fingerprints, path, entry }: Comparison,
  numbers: Set<number | undefined>,
  signal: AbortSignal | undefined,
): Promise<Map<number | undefined, ReadonlyMap<string, string>>> {
  // whoever connects a store without a key has nothing to compare with later
  const ownKey = () =>
    Fingerprints.create([randomBytes(32).toString('base64url')]);
  const markOf = (fingerprints ?? ownKey()).forOneCall();
  const found = new Map<number | undefined, ReadonlyMap<string, string>>();
  const there = [...numbers].filter(
    (number): number is number =>
      number !== undefined && entry.versions.get(number)?.gone === false,
  );
  await forEachLimited(there, PARALLEL, async number => {
    try {
      const values = await kv.readVersion(path, number, signal);
      if (values) {
        found.set(
          number,
          new Map([...values].map(([key, value]) => [key, markOf(value)])),
        );
      }
    } catch (error) {
      // the others can be told all the same
      if (!isStoreError(error)) {
        throw error;
      }
    }
  });
  return found;
}

/** The newest of the older versions that the store still knows. */
function versionBefore(entry: KvEntry, number: number): number | undefined {
  const older = [...entry.versions.keys()].filter(other => other < number);
  return older.length > 0 ? Math.max(...older) : undefined;
}
