import { StatusCondition } from '../objects/types';

/** What a failure means to the reader, in our words. */
export interface PushFailure {
  state: 'Failed' | 'SourceMissing';
  message: string;
  /** Name of the store that failed, where there are several and the text says which. */
  store?: string;
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
    /Code: 413\.|request body too large|value being too large/,
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

/** Where External Secrets says which of several stores it failed at. */
const FAILED_STORES = [
  /target secretstore ([^\s:]+): /,
  /secrets client for store (?:ClusterSecretStore\/)?([^\s:]+): /,
  /could not get ClusterSecretStore "([^"]+)"/,
  /SecretStore "?([^\s"]+)"? is not ready/,
];

/**
 * Says in one sentence why a push failed.
 * @param stores - names of the stores that it goes to; one is told apart only from others, and only by a name among them
 * @param keys - names of the keys to push; the text of External Secrets counts only where it names one of them
 */
export function classifyFailure(
  condition: StatusCondition,
  keys: string[],
  stores: string[] = [],
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
  const store = stores.length > 1 ? failedStore(text, stores) : undefined;
  const push =
    store === undefined ? 'The push' : `The push to the store ${store}`;
  return {
    state: 'Failed',
    message: cause
      ? `${push} failed: ${cause}.`
      : `${push} failed for a reason that only the log of External Secrets tells.`,
    ...(store !== undefined && { store }),
  };
}

function failedStore(text: string, stores: string[]): string | undefined {
  const named = FAILED_STORES.map(pattern => pattern.exec(text)?.[1]);
  return stores.find(store => named.includes(store));
}

/**
 * Says in one sentence why a deletion is not confirmed, from the condition when it tells.
 * @param left - stores that still have the value, where there are several
 */
export function explainStuckDelete(
  condition: StatusCondition | undefined,
  left: string[] = [],
): string {
  const cause =
    condition?.status === 'False'
      ? causeOf(condition.message ?? '') ??
        'only the log of External Secrets tells why'
      : 'External Secrets has reported nothing about it yet';
  const who =
    left.length > 1
      ? `The stores ${left.join(' and ')} have`
      : `The store ${left.map(name => `${name} `).join('')}has`;
  return `${who} not confirmed the deletion: ${cause}.`;
}

function causeOf(text: string): string | undefined {
  return CAUSES.find(([pattern]) => pattern.test(text))?.[1];
}
