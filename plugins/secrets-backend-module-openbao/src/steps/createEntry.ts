import {
  isStoreError,
  Step,
  StoredSecretIntent,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { isUnclaimed } from '../store/OwnershipMark';
import { encodeTexts } from './encodeTexts';
import { isFirstAndOnly, recognise } from './recognise';
import { removeEntry } from './removeEntry';
import { StepTools } from './types';

/**
 * Value first, mark second. The other order would put a mark of ours on whatever somebody else writes in between, and
 * the mark is what deletes are decided by; a value without its mark is recognised by its fingerprint.
 */
export function createEntry(
  tools: StepTools,
  intent: StoredSecretIntent,
  path: string[],
): Step[] {
  const { kv, mark } = tools;
  /** When the server made our version, in the process that wrote it. */
  let written: string | undefined;

  const writeValue: Step = {
    name: 'write-value',
    async run({ signal, values }) {
      if (!values) {
        throw new StoreError(
          'Invalid',
          'The values are gone with the process that received them.',
        );
      }
      const data = encodeTexts(values);
      try {
        written = (await kv.write(path, data, 0, signal)).createdTime;
      } catch (error) {
        if (!isStoreError(error, 'Conflict')) {
          throw error;
        }
        const entry = await kv.entry(path, signal);
        const isOurs =
          entry &&
          (await recognise(tools, { intent, path, entry }, signal)) !==
            'foreign';
        if (!isOurs) {
          throw new StoreError(
            'NotOwned',
            'A secret already stands at this path of the store.',
          );
        }
        written = entry.versions.get(1)?.createdTime;
      }
    },
    async undo({ signal }) {
      const entry = await kv.entry(path, signal);
      if (!entry) {
        return;
      }
      const made = await recognise(tools, { intent, path, entry }, signal);
      if (made === 'foreign') {
        return;
      }
      if (isFirstAndOnly(entry)) {
        await removeEntry(tools, path, entry, signal);
      } else if (made === 'written') {
        // what another writer put over it stays, and ours must not lie beneath
        await kv.destroy(path, 1, signal);
      } else {
        throw new StoreError(
          'NotOwned',
          'Somebody else has written to the secret since it was made, so it stays.',
        );
      }
      tools.onChanged(path);
    },
  };

  const writeMark: Step = {
    name: 'write-mark',
    async run({ signal }) {
      const entry = await kv.entry(path, signal);
      if (!entry) {
        throw deletedMeanwhile();
      }
      if (mark.isOf(entry, intent, intent.operationId)) {
        return;
      }
      const first = entry.versions.get(1);
      const isAsWritten =
        isUnclaimed(entry) &&
        isFirstAndOnly(entry) &&
        !first?.gone &&
        (written === undefined
          ? (await recognise(tools, { intent, path, entry }, signal)) ===
            'written'
          : first?.createdTime === written);
      if (!isAsWritten) {
        throw new StoreError(
          'NotOwned',
          'Somebody else has written to the path at the same time.',
        );
      }
      const marks = mark.of(intent, intent.operationId);
      if (!(await kv.mark(path, marks, entry, signal))) {
        throw deletedMeanwhile();
      }
      tools.onChanged(path);
    },
  };

  return [writeValue, writeMark];
}

function deletedMeanwhile(): StoreError {
  return new StoreError(
    'Conflict',
    'Somebody else has deleted the value right after it was written.',
  );
}
