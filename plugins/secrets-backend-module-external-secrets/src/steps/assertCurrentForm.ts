import {
  StoredSecretRef,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { StepTools } from './types';

/**
 * Refuses git secrets of OpenChoreo's older kind: their PushSecret leaves the value in the store.
 * @throws StoreError `Unsupported`
 */
export function assertCurrentForm(
  { remoteKeys }: StepTools,
  ref: StoredSecretRef,
): void {
  if (remoteKeys.isLegacyGit(ref)) {
    throw new StoreError(
      'Unsupported',
      'A git secret of the older kind can only be shown.',
    );
  }
}
