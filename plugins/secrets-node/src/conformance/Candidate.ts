import { randomUUID } from 'node:crypto';
import { StoreDriver, StoredSecretIntent } from '../driver';
import { Fingerprints, SecretValue, SecretValues } from '../values';

/**
 * Makes the fingerprints of the intents in the conformance suite; connect the store under test with it.
 * @public
 */
export const CONFORMANCE_FINGERPRINTS = Fingerprints.create(['f'.repeat(32)]);

/** A secret that a test makes, with values that occur nowhere else. */
export interface Candidate {
  intent: StoredSecretIntent;
  values: SecretValues;
}

/**
 * A secret of its own for one test, in a namespace of its own. The values of its two keys are random, so that they can be searched for in whatever
 * a driver says.
 */
export function newCandidate(
  driver: StoreDriver,
  values: SecretValues = new Map([
    ['password', SecretValue.fromUtf8(`canary-${randomUUID()}`)],
    ['username', SecretValue.fromUtf8(`canary-${randomUUID()}`)],
  ]),
): Candidate {
  const id = randomUUID().slice(0, 8);
  const namespace = `tenant-${id}`;
  const name = `secret-${id}`;
  const remoteKey = driver.remoteKeyTemplate
    .replaceAll('{namespace}', namespace)
    .replaceAll('{segment}', 'generic')
    .replaceAll('{name}', name);
  return {
    intent: {
      namespace,
      name,
      remoteKey,
      type: 'Opaque',
      keys: [...values.keys()].sort(),
      operationId: randomUUID(),
      labels: {},
      fingerprint: CONFORMANCE_FINGERPRINTS.of(values),
    },
    values,
  };
}

/** The same secret, asked for by another operation. */
export function rival({ intent, values }: Candidate): Candidate {
  const others = new Map(
    [...values.keys()].map(key => [
      key,
      SecretValue.fromUtf8(`rival-${randomUUID()}`),
    ]),
  );
  return {
    intent: {
      ...intent,
      operationId: randomUUID(),
      fingerprint: CONFORMANCE_FINGERPRINTS.of(others),
    },
    values: others,
  };
}

/** Values as bytes, for comparison with what a store holds. */
export function bytesOf(values: SecretValues): Map<string, Buffer> {
  return new Map([...values].map(([key, value]) => [key, value.reveal()]));
}
