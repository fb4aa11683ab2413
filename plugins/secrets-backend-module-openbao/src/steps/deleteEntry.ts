import {
  DeletedSecretRef,
  Step,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { parsePath } from '../kv/storePath';
import { removeEntry } from './removeEntry';
import { StepTools } from './types';

/** Takes a secret of ours out of the store, every version of it; the mark on it decides, right before the effect. */
export function deleteEntry(tools: StepTools, ref: DeletedSecretRef): Step {
  const { kv, mark, paths } = tools;
  return {
    name: 'delete-value',
    async run({ signal }) {
      const path = parsePath(ref.remoteKey);
      if (!path) {
        throw notOwned();
      }
      const entry = await kv.entry(path, signal);
      if (!entry) {
        // what this delete has not taken away itself was never there, and a path that anybody may write proves nothing
        if (!ref.begun && !paths.namesOnly(ref)) {
          throw notOwned();
        }
        tools.onChanged(path);
        return;
      }
      if (!mark.owns(entry, ref)) {
        throw notOwned();
      }
      await removeEntry(tools, path, entry, signal);
      tools.onChanged(path);
    },
  };
}

function notOwned(): StoreError {
  return new StoreError(
    'NotOwned',
    'Nothing in the store shows that this path belongs to the secret.',
  );
}
