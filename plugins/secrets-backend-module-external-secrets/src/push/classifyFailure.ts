import { StatusCondition } from '../objects/types';

/** What a failure means to the reader, in our words. */
export interface PushFailure {
  state: 'Failed' | 'SourceMissing';
  message: string;
}

/**
 * What External Secrets says, and what we say instead. Its text names internals and may carry what the store echoed, so
 * it is matched and dropped. Each pattern has a character that no name of a secret or a path can have.
 */
const CAUSES: Array<[pattern: RegExp, message: string]> = [
  [/Vault is sealed/, 'the store is sealed'],
  [
    /Code: 40[13]\.|permission denied|invalid vault credentials/,
    'the store refuses External Secrets: its credentials are wrong or have no right to this path',
  ],
  [
    /secret not managed by external-secrets/,
    'the path in the store belongs to another writer, which External Secrets does not overwrite',
  ],
  [
    /x509: |tls: /,
    'External Secrets does not trust the certificate of the store',
  ],
  [
    /connection refused|connection reset|no such host|i\/o timeout|no route to host|network is unreachable|deadline exceeded|server misbehaving|: EOF$/,
    'External Secrets cannot reach the store',
  ],
  [/Code: 429\./, 'the store asks External Secrets to slow down'],
  [
    /Code: 413\.|request body too large/,
    'the value is too large for the store',
  ],
  [/Code: 5\d\d\./, 'the store has an error of its own'],
  [
    /could not get (Cluster)?SecretStore .*not found/,
    'the secret store that the PushSecret names does not exist',
  ],
  [/SecretStore .*is not ready/, 'the secret store is not ready'],
  [
    /using (cluster )?store .*is not allowed|denied by spec\.condition/,
    'the secret store does not admit this namespace',
  ],
  [
    /could not get secrets client|Kubernetes service account|could not get provider client/,
    'External Secrets cannot log in to the store',
  ],
];

const MISSING_KEY = /secret key (\S+) does not exist/;

/**
 * Says in one sentence why a push failed.
 * @param keys - names of the keys to push; the text of External Secrets counts only where it names one of them
 */
export function classifyFailure(
  condition: StatusCondition,
  keys: string[],
): PushFailure {
  const text = condition.message ?? '';
  if (
    condition.reason === 'SourceDeleted' ||
    text.startsWith('could not get source secret')
  ) {
    return {
      state: 'SourceMissing',
      message: "The plane's Secret that should be pushed is gone.",
    };
  }
  const missing = MISSING_KEY.exec(text)?.[1];
  if (missing !== undefined) {
    const key = keys.includes(missing) ? `The key ${missing}` : 'A key';
    return {
      state: 'Failed',
      message: `${key} that should be pushed is not in the plane's Secret.`,
    };
  }
  const cause = causeOf(text);
  return {
    state: 'Failed',
    message: cause
      ? `The push failed: ${cause}.`
      : 'The push failed for a reason that only the log of External Secrets tells.',
  };
}

/** Says in one sentence why a deletion is not confirmed, from the condition when it tells. */
export function explainStuckDelete(
  condition: StatusCondition | undefined,
): string {
  const cause =
    condition?.status === 'False'
      ? causeOf(condition.message ?? '')
      : undefined;
  return cause
    ? `The store has not confirmed the deletion: ${cause}.`
    : 'The store has not confirmed the deletion yet.';
}

function causeOf(text: string): string | undefined {
  return CAUSES.find(([pattern]) => pattern.test(text))?.[1];
}
