import { SecretsApiError } from '@strongroom/backstage-plugin-secrets-common';
import {
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

function fieldOfCode(code: SecretsApiError['code']): string | undefined {
  switch (code) {
    case 'SecretAlreadyExists':
    case 'NotOwned':
      return 'name';
    case 'NamespaceNotFound':
      return 'namespace';
    case 'PlaneNotFound':
    case 'PlaneHasNoStore':
    case 'PlaneUnreachable':
    case 'StoreNotReady':
      return 'plane';
    default:
      return undefined;
  }
}
