import { SecretValues } from '@strongroom/backstage-plugin-secrets-node';

/** Base64 by key; `fromEntries` defines keys such as `__proto__` instead of setting them. */
export function encodeValues(values: SecretValues): Record<string, string> {
  return Object.fromEntries(
    [...values].map(([key, value]) => [key, value.reveal().toString('base64')]),
  );
}
