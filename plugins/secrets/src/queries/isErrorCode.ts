import {
  ErrorCode,
  SecretsApiError,
} from '@strongroom/backstage-plugin-secrets-common';

/** Whether an error is an answer of the secrets backend with one of these codes. @internal */
export function isErrorCode(error: unknown, ...codes: ErrorCode[]): boolean {
  return error instanceof SecretsApiError && codes.includes(error.code);
}
