import {
  FieldProblem,
  StoreCapabilities,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  SecretStore,
  StoredSecretRef,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretsError } from '../../errors';
import { ReferenceChange, SecretRow } from '../../references';

/** Keys among the given ones of which the reference names a version: whoever reads them reads on what that one holds. */
export function pinnedKeys(
  { remoteRefs }: Pick<SecretRow, 'remoteRefs'>,
  keys: string[],
): string[] {
  return remoteRefs
    .filter(({ secretKey, version }) => version && keys.includes(secretKey))
    .map(({ secretKey }) => secretKey);
}

/**
 * Refuses a change that no reader would ever get, where the store does not tell which version the new value becomes.
 *
 * @throws SecretsError `Unsupported` that names the keys
 */
export function refusePinned(
  keys: string[],
  { versions }: Pick<StoreCapabilities, 'versions'>,
): void {
  if (keys.length > 0 && !versions) {
    const message =
      'The reference names a version of this key, and the store of this plane does not tell which one the new value becomes: its readers would never get it. Take `version` off its `remoteRef` in the reference, then set the value again.';
    throw new SecretsError(
      'Unsupported',
      'Some keys are pinned to a version in the store.',
      { details: named(keys, message) },
    );
  }
}

/** What is told of keys whose pin moves on with their value. */
export function pinsMoved(keys: string[]): FieldProblem[] {
  return named(
    keys,
    'The reference names a version of this key, and names the new one now.',
  );
}

/**
 * Pins of keys, moved on to what was just written. Somebody else's later write is not told from it: then they are moved to
 * that one, which is what readers without a pin get.
 *
 * @throws StoreError when the store does not tell its newest version
 */
export async function movePins(
  store: SecretStore | undefined,
  ref: StoredSecretRef | undefined,
  keys: string[] | undefined,
): Promise<Pick<ReferenceChange, 'pin'>> {
  if (!store || !ref || !keys || keys.length === 0) {
    return {};
  }
  const versions = await store.versions(ref);
  const newest = versions.find(({ current }) => current);
  if (!newest) {
    throw new StoreError('Unavailable', 'The store names no newest version.');
  }
  return { pin: { keys, version: newest.id } };
}

function named(keys: string[], message: string): FieldProblem[] {
  return keys.map(key => ({ field: `data.${key}`, message }));
}
