import {
  isStoreError,
  SecretValues,
  StoreChange,
  StoredSecretRef,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { KvEntry } from '../kv/KvEntry';
import { currentOf, numberOf, versionOf } from '../store/describeEntry';
import { entryOf } from './entryOf';
import { StepTools } from './types';

/** What makes a new version of an entry, and what recognises it. */
export interface NewVersion {
  /** Of the step. */
  name: string;
  ref: StoredSecretRef & { basedOn: string };
  /** Writes on top of the newest version, on condition of its number. @returns the number of what is the newest then */
  make(target: {
    path: string[];
    entry: KvEntry;
    signal: AbortSignal;
    values: SecretValues | undefined;
  }): Promise<number>;
  /** Whether a version has exactly what `make` writes. */
  isMade(candidate: {
    path: string[];
    entry: KvEntry;
    found: SecretValues;
    signal: AbortSignal;
  }): Promise<boolean>;
  /** Whether the wanted state is reached without a version of its own. */
  isReached?(entry: KvEntry): boolean;
}

/**
 * A change of an entry in one step. What was done is recognised by the data of the versions that came after the one
 * that the change is based on, because a version carries no mark of who wrote it.
 */
export function newVersion(tools: StepTools, wanted: NewVersion): StoreChange {
  const { ref } = wanted;
  /** The version that is ours, in a process that knows. */
  let made: number | undefined;

  /** Number of the version that is ours, or that says the same. */
  const findMade = async (
    path: string[],
    entry: KvEntry,
    signal: AbortSignal,
  ): Promise<number | undefined> => {
    if (wanted.isReached) {
      return wanted.isReached(entry) ? entry.currentVersion : undefined;
    }
    const first = numberOf(ref.basedOn) + 1;
    for (let number = first; number <= entry.currentVersion; number += 1) {
      const found =
        entry.versions.get(number)?.gone === false &&
        (await tools.kv.readVersion(path, number, signal));
      if (found && (await wanted.isMade({ path, entry, found, signal }))) {
        return number;
      }
    }
    return undefined;
  };

  return {
    steps: [
      {
        name: wanted.name,
        async run({ signal, values }) {
          const { path, entry } = await entryOf(tools, ref, signal);
          if (versionOf(entry) !== ref.basedOn) {
            made = await findMade(path, entry, signal);
            if (made === undefined) {
              throw new StoreError(
                'Conflict',
                'The secret has changed meanwhile.',
              );
            }
            return;
          }
          made = await wanted.make({ path, entry, signal, values });
          tools.onChanged(path);
        },
      },
    ],
    async committed(signal) {
      try {
        const { path, entry } = await entryOf(tools, ref, signal);
        made = await findMade(path, entry, signal);
        return made !== undefined;
      } catch (error) {
        if (isStoreError(error, 'NotFound', 'NotOwned')) {
          return false;
        }
        throw error;
      }
    },
    async verify() {
      const { entry } = await entryOf(tools, ref);
      return {
        intact:
          entry.currentVersion === made && currentOf(entry)?.gone === false,
        version: versionOf(entry),
      };
    },
  };
}
