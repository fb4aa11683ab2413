import {
  SecretValues,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';

/**
 * Values as the store keeps them, which is text; `fromEntries` defines keys such as `__proto__` instead of setting them.
 * @throws StoreError `Invalid` that names a key whose bytes are not UTF-8 and would be damaged
 */
export function encodeTexts(values: SecretValues): Record<string, string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return Object.fromEntries(
    [...values].map(([key, value]) => {
      try {
        return [key, decoder.decode(value.reveal())];
      } catch {
        throw new StoreError(
          'Invalid',
          `The value of ${key} is not UTF-8 text, which is all that this store keeps.`,
        );
      }
    }),
  );
}
