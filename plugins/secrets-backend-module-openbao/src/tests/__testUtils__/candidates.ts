import {
  isStoreError,
  SecretStore,
  SecretValue,
  SecretValues,
  Step,
  StoredSecretChange,
  StoredSecretIntent,
  StoreError,
  StoreErrorCode,
} from '@strongroom/backstage-plugin-secrets-node';
import { CONFORMANCE_FINGERPRINTS } from '@strongroom/backstage-plugin-secrets-node/testUtils';
import { randomUUID } from 'node:crypto';

/** A secret with a random value of its own, in a namespace of its own. */
export function newSecret(texts?: Record<string, string>): {
  intent: StoredSecretIntent;
  values: SecretValues;
} {
  const id = randomUUID().slice(0, 8);
  const values = new Map(
    Object.entries(texts ?? { password: `canary-${randomUUID()}` }).map(
      ([key, text]) => [key, SecretValue.fromUtf8(text)],
    ),
  );
  const intent: StoredSecretIntent = {
    namespace: `tenant-${id}`,
    name: `secret-${id}`,
    remoteKey: `tenant-${id}/generic/secret-${id}`,
    type: 'Opaque',
    keys: [...values.keys()].sort(),
    operationId: randomUUID(),
    labels: {},
    fingerprint: CONFORMANCE_FINGERPRINTS.of(values),
  };
  return { intent, values };
}

/** A change that sets these texts, decided on now. */
export async function newChange(
  store: SecretStore,
  intent: StoredSecretIntent,
  texts: Record<string, string>,
  remove: string[] = [],
): Promise<{ change: StoredSecretChange; values: SecretValues }> {
  const { namespace, name, remoteKey, type } = intent;
  const values = new Map(
    Object.entries(texts).map(([key, text]) => [
      key,
      SecretValue.fromUtf8(text),
    ]),
  );
  const described = await store.describe(intent);
  const change: StoredSecretChange = {
    namespace,
    name,
    remoteKey,
    type,
    operationId: randomUUID(),
    basedOn: described?.version ?? '',
    set: [...values].map(([key, value]) => ({
      key,
      fingerprint: CONFORMANCE_FINGERPRINTS.of(new Map([[key, value]])),
    })),
    remove,
  };
  return { change, values };
}

/** Runs steps as an operation does. */
export async function run(steps: Step[], values?: SecretValues): Promise<void> {
  const { signal } = new AbortController();
  for (const step of steps) {
    await step.run({ signal, values });
  }
}

/** Undoes steps as recovery does. */
export async function undo(steps: Step[]): Promise<void> {
  const { signal } = new AbortController();
  for (const step of [...steps].reverse()) {
    await step.undo?.({ signal });
  }
}

/** Code of a failure; `undefined` when there is none. */
export async function failure(
  attempt: Promise<unknown>,
): Promise<StoreErrorCode | undefined> {
  try {
    await attempt;
    return undefined;
  } catch (error) {
    if (isStoreError(error)) {
      return error.code;
    }
    throw error;
  }
}

/** The error of something that has to fail. */
export async function errorOf(attempt: Promise<unknown>): Promise<StoreError> {
  try {
    await attempt;
  } catch (error) {
    if (isStoreError(error)) {
      return error;
    }
    throw error;
  }
  throw new Error('It should have failed');
}

/** Makes and deletes a secret. @throws when that does not work */
export async function exercise(store: SecretStore): Promise<void> {
  const { intent, values } = newSecret();
  await run(store.create(intent), values);
  const { intact } = await store.verify(intent);
  if (!intact) {
    throw new Error('What was made is not as it was made');
  }
  await run(store.delete(intent));
}
