import {
  changedValues,
  isStoreError,
  SecretValue,
  SecretValues,
  StoreChange,
  StoredSecretChange,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { KvEntry } from '../kv/KvEntry';
import { encodeTexts } from './encodeTexts';
import { newVersion } from './newVersion';
import { StepTools } from './types';

/** Versions that may get ahead of a change before it gives up. */
const ATTEMPTS = 5;

/**
 * One new version in which the keys of a change differ from the newest. Recognised afterwards by the fingerprints of
 * the keys that it sets.
 */
export function updateEntry(
  tools: StepTools,
  change: StoredSecretChange,
): StoreChange {
  const { kv } = tools;

  const write = async (
    {
      path,
      entry,
      signal,
    }: { path: string[]; entry: KvEntry; signal: AbortSignal },
    values: SecretValues,
  ): Promise<number> => {
    const set = encodeTexts(values);
    const cas = entry.currentVersion;
    if (change.replace) {
      return (await kv.write(path, set, cas, signal)).version;
    }
    const going = change.remove.map((key): [string, null] => [key, null]);
    const data = Object.fromEntries([...going, ...Object.entries(set)]);
    try {
      return (await kv.patch(path, data, cas, signal)).version;
    } catch (error) {
      if (!isStoreError(error, 'Denied', 'Unsupported')) {
        throw error;
      }
      return await mergeAndWrite(tools, { change, path, cas, values, signal });
    }
  };

  return newVersion(tools, {
    name: 'update-value',
    ref: change,
    isMade: async ({ found }) => fits(tools, change, found),
    async make({ path, entry, signal, values }) {
      return write({ path, entry, signal }, changedValues(values, change));
    },
  });
}

/** Whether a version is what a change makes: every key that it sets has its fingerprint, and none is left that goes. */
function fits(
  { fingerprints }: StepTools,
  change: StoredSecretChange,
  found: SecretValues,
): boolean {
  const isSet = change.set.every(({ key, fingerprint }) => {
    const value = found.get(key);
    return (
      value !== undefined &&
      fingerprint !== undefined &&
      fingerprints?.matches(fingerprint, new Map([[key, value]])) === true
    );
  });
  return (
    isSet &&
    change.remove.every(key => !found.has(key)) &&
    (!change.replace || found.size === change.set.length)
  );
}

interface Merge {
  change: StoredSecretChange;
  path: string[];
  /** Number of the version that is merged into. */
  cas: number;
  values: SecretValues;
  signal: AbortSignal;
}

/**
 * Where the server or our policies know no patch: reads the newest version, merges and writes. A version that somebody
 * else puts in between is merged into instead, as long as it left the keys of the change alone.
 */
async function mergeAndWrite(
  { kv }: StepTools,
  { change, path, cas, values, signal }: Merge,
): Promise<number> {
  const touched = [...values.keys(), ...change.remove];
  let base = await readTexts(kv, path, cas, signal);
  let number = cas;
  for (let left = ATTEMPTS; ; left -= 1) {
    const merged = new Map([...base, ...values]);
    for (const key of change.remove) {
      merged.delete(key);
    }
    try {
      const data = encodeTexts(merged);
      return (await kv.write(path, data, number, signal)).version;
    } catch (error) {
      if (left <= 1 || !isStoreError(error, 'Conflict')) {
        throw error;
      }
      const entry = await kv.entry(path, signal);
      number = entry?.currentVersion ?? 0;
      const next = await readTexts(kv, path, number, signal);
      if (differs(touched, base, next)) {
        throw error;
      }
      base = next;
    }
  }
}

async function readTexts(
  kv: StepTools['kv'],
  path: string[],
  version: number,
  signal: AbortSignal,
): Promise<SecretValues> {
  const values = await kv.readVersion(path, version, signal);
  if (!values) {
    throw new StoreError(
      'Invalid',
      'The newest version is gone, or holds something else than texts.',
    );
  }
  return values;
}

function differs(
  keys: string[],
  one: SecretValues,
  other: SecretValues,
): boolean {
  return keys.some(key => !isSame(one.get(key), other.get(key)));
}

function isSame(one?: SecretValue, other?: SecretValue): boolean {
  return one === undefined || other === undefined
    ? one === other
    : one.reveal().equals(other.reveal());
}
