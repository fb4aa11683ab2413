import {
  StoredSecretRef,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { RemoteKeyRules } from './RemoteKeyRules';
import { PushSecret, PushSecretEntry } from './types';

/**
 * Refuses a PushSecret that is not ours to change: it has to select the Secret of the name, and everything it pushes,
 * or says it pushed, has to stand at the very path of the reference and inside the namespace's part of the store.
 * Labels decide nothing, since whoever may edit a reference may forge them.
 *
 * @param source - name of the Secret, where a link has it under another one
 * @throws StoreError `NotOwned`; `Unsupported` when deleting it would leave the value in the store
 */
export function assertOwnPushSecret(
  pushSecret: PushSecret,
  ref: StoredSecretRef,
  rules: RemoteKeyRules,
  source: string = ref.name,
): void {
  assertOwnPaths(pushSecret, ref, rules, source);
  if (pushSecret.spec?.deletionPolicy !== 'Delete') {
    throw new StoreError(
      'Unsupported',
      'The PushSecret keeps the value in the store when it is deleted.',
    );
  }
}

/** The same of what it selects and pushes, whatever becomes of the value when it is deleted. @throws StoreError `NotOwned` */
export function assertOwnPaths(
  pushSecret: PushSecret,
  ref: StoredSecretRef,
  rules: RemoteKeyRules,
  source: string = ref.name,
): void {
  const { spec, status } = pushSecret;
  if (
    spec?.selector?.secret?.name !== source ||
    spec.selector.secret.selector !== undefined ||
    spec.selector.generatorRef !== undefined
  ) {
    throw notOwned('selects something else than the Secret of its name');
  }
  if (spec.dataTo?.length) {
    throw notOwned('pushes to paths that it does not name');
  }
  const pushed = Object.values(status?.syncedPushSecrets ?? {}).flatMap(
    entries => Object.values(entries),
  );
  for (const entry of [...(spec.data ?? []), ...pushed]) {
    const remoteKey = remoteKeyOf(entry);
    if (remoteKey !== ref.remoteKey) {
      throw notOwned('pushes to another path than the reference names');
    }
    if (!rules.isInside(ref)) {
      throw notOwned("pushes outside the namespace's part of the store");
    }
  }
}

/** Keys that it pushes by name; `undefined` when it pushes whatever the Secret holds. */
export function pushedKeysOf({ spec }: PushSecret): Set<string> | undefined {
  const keys = (spec?.data ?? []).map(entry => entry.match?.secretKey ?? '');
  return keys.includes('') || spec?.dataTo?.length ? undefined : new Set(keys);
}

/** Path of an entry, `''` when it has none. */
export function remoteKeyOf(entry: PushSecretEntry): string {
  return entry.match?.remoteRef?.remoteKey ?? '';
}

function notOwned(what: string): StoreError {
  return new StoreError('NotOwned', `The PushSecret of this name ${what}.`);
}
