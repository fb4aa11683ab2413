import { SecretsError } from './SecretsError';

/** The answer to whoever asks for a secret that is absent or hidden from him: in the very same words, or they would tell. */
export function secretNotFound(): SecretsError {
  return new SecretsError(
    'SecretNotFound',
    'There is no secret of this name in the namespace, or you have no access to it.',
  );
}
