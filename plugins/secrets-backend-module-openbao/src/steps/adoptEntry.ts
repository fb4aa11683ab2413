import {
  Step,
  StoredSecretAdoption,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { isUnclaimed } from '../store/OwnershipMark';
import { StepTools } from './types';

/** Puts our mark on what nobody claims, and leaves its values alone. */
export function adoptEntry(
  { kv, mark, paths, onChanged }: StepTools,
  adoption: StoredSecretAdoption,
): Step {
  return {
    name: 'adopt-entry',
    async run({ signal }) {
      const path = paths.inside(adoption);
      const entry = path && (await kv.entry(path, signal));
      if (!path || !entry) {
        throw new StoreError(
          'NotOwned',
          'Nothing stands at the path of the reference in the store any more.',
        );
      }
      if (mark.owns(entry, adoption)) {
        return;
      }
      if (!isUnclaimed(entry)) {
        throw new StoreError(
          'NotOwned',
          'Somebody else has marked the value at the same time.',
        );
      }
      const marks = mark.of(adoption, adoption.operationId);
      if (!(await kv.mark(path, marks, entry, signal))) {
        throw new StoreError(
          'NotOwned',
          'Somebody else has deleted the value at the same time.',
        );
      }
      onChanged(path);
    },
  };
}
