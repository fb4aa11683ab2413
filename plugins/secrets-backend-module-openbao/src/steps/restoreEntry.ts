import {
  SecretValues,
  StoreChange,
  StoredSecretRestore,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { currentOf, numberOf } from '../store/describeEntry';
import { encodeTexts } from './encodeTexts';
import { newVersion } from './newVersion';
import { StepTools } from './types';

/**
 * Writes the data of an older version as a new one. The server cannot copy, so the texts pass through this function and
 * go nowhere else. A deleted version is brought back for it and stays; the newest one needs nothing more.
 */
export function restoreEntry(
  tools: StepTools,
  restore: StoredSecretRestore,
): StoreChange {
  const { kv } = tools;
  const wanted = Number(restore.version);
  const isNewest = wanted === numberOf(restore.basedOn);
  return newVersion(tools, {
    name: 'restore-version',
    ref: restore,
    ...(isNewest && {
      isReached: entry =>
        entry.currentVersion === wanted && currentOf(entry)?.gone === false,
    }),
    async isMade({ path, entry, found, signal }) {
      const old =
        entry.versions.get(wanted)?.gone === false &&
        (await kv.readVersion(path, wanted, signal));
      return old !== false && old !== undefined && isSame(old, found);
    },
    async make({ path, entry, signal }) {
      const version = entry.versions.get(wanted);
      if (!version || version.destroyed) {
        throw new StoreError(
          'NotFound',
          'The store has the values of this version no more.',
        );
      }
      if (version.gone) {
        await kv.undelete(path, wanted, signal);
      }
      if (isNewest) {
        return wanted;
      }
      const values = await kv.readVersion(path, wanted, signal);
      if (!values) {
        throw new StoreError(
          'Invalid',
          'The version holds something else than texts.',
        );
      }
      const data = encodeTexts(values);
      return (await kv.write(path, data, entry.currentVersion, signal)).version;
    },
  });
}

function isSame(one: SecretValues, other: SecretValues): boolean {
  return (
    one.size === other.size &&
    [...one].every(([key, value]) =>
      other.get(key)?.reveal().equals(value.reveal()),
    )
  );
}
