import { randomUUID } from 'node:crypto';
import { SecretStore, StoredSecretChange, StoredSecretRef } from '../driver';
import { SecretValue, SecretValues } from '../values';
import { Candidate, CONFORMANCE_FINGERPRINTS } from './Candidate';
import { runSteps } from './runSteps';
import { StoreDriverHarness } from './types';

/** A change of a secret that a test made, with its new values. */
export interface Change {
  change: StoredSecretChange;
  values: SecretValues;
}

/** A value that occurs nowhere else. */
export function newValue(): SecretValue {
  return SecretValue.fromUtf8(`canary-${randomUUID()}`);
}

/** What a change is based on: the version as details have it now. */
export async function versionNow(
  store: SecretStore,
  ref: StoredSecretRef,
): Promise<string> {
  const described = await store.describe(ref);
  expect(described?.version).toBeTruthy();
  return described!.version!;
}

/** A change that was decided on now. */
export async function newChange(
  store: SecretStore,
  { intent }: Candidate,
  wanted: { set?: SecretValues; remove?: string[]; replace?: boolean },
): Promise<Change> {
  const { namespace, name, remoteKey, type } = intent;
  const { set: values = new Map(), remove = [], replace } = wanted;
  const change = {
    namespace,
    name,
    remoteKey,
    type,
    operationId: randomUUID(),
    basedOn: await versionNow(store, intent),
    set: [...values].map(([key, value]) => ({
      key,
      fingerprint: CONFORMANCE_FINGERPRINTS.of(new Map([[key, value]])),
    })),
    remove,
    replace,
  };
  return { change, values };
}

/** Makes a secret. */
export async function make(
  { store }: StoreDriverHarness,
  { intent, values }: Candidate,
): Promise<void> {
  await runSteps(store.create(intent), values);
}

/** What is there after a change of what was there before. */
export function changed(
  before: SecretValues,
  { change, values }: Change,
): SecretValues {
  const kept = [...before].filter(
    ([key]) => !change.replace && !change.remove.includes(key),
  );
  return new Map([...kept, ...values]);
}
