import { AdoptionSight } from '@strongroom/backstage-plugin-secrets-node';
import { KvEntry } from '../kv/KvEntry';
import { isUnclaimed, OwnershipMark, Tenancy } from './OwnershipMark';

const KEPT = 'The value stays as it is, with all its versions.';

/** What taking over a secret would do in the store: the mark on its entry decides whose it is. */
export function examineEntry(
  entry: KvEntry | undefined,
  ref: Tenancy,
  mark: OwnershipMark,
): AdoptionSight {
  if (!entry) {
    return {
      state: 'foreign',
      sentence: 'Nothing stands at the path of the reference in the store.',
    };
  }
  if (mark.owns(entry, ref)) {
    return {
      state: 'adoptable',
      effects: [
        {
          object: 'StoreEntry',
          action: 'keep',
          sentence: `${KEPT} It carries the mark of this portal already.`,
        },
      ],
    };
  }
  return isUnclaimed(entry)
    ? {
        state: 'adoptable',
        effects: [
          {
            object: 'StoreEntry',
            action: 'update',
            sentence: `${KEPT} Its metadata gets the mark of this portal, which may then change and delete it.`,
          },
        ],
      }
    : {
        state: 'foreign',
        sentence:
          'The value in the store carries the mark of another secret or another portal.',
      };
}
