import { SecretsApiError } from '@strongroom/backstage-plugin-secrets-common';
import {
  fieldOfCode,
  LocatedProblems,
  locateKey,
  locateProblems,
  SecretFormValues,
} from '../SecretForm';

/** Finds the fields that a refused request speaks of: by its details, else by its code. @internal */
export function locateError(
  error: SecretsApiError,
  form: SecretFormValues,
): LocatedProblems {
  const path = error.details.length === 0 && fieldOfCode(error.code);
  return path
    ? { placed: [[path, error.message]], rest: [] }
    : locateProblems(error.details, form, locateKey);
}
