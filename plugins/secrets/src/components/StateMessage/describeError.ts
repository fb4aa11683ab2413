import { SecretsApiError } from '@strongroom/backstage-plugin-secrets-common';
import { SecretsTranslator } from '../../translation';

/** An error in one sentence, with the number under which the log knows it. @internal */
export function describeError(t: SecretsTranslator, error: unknown): string {
  if (!(error instanceof SecretsApiError)) {
    return t('error.network');
  }
  if (error.code === 'NotAuthenticated') {
    return t('error.signedOut');
  }
  // Whoever can correct the request needs no log.
  return error.correlationId && error.status >= 500
    ? t('error.withCorrelation', {
        message: error.message,
        correlationId: error.correlationId,
      })
    : error.message;
}
