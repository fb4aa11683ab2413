import { SecretsApiError } from '@strongroom/backstage-plugin-secrets-common';
import {
  fieldOfCode,
  isKey,
  LocatedProblems,
  locateProblems,
} from '../SecretForm';
import { LinkFormValues } from './linkForm';

const MAPPING = 'keys.mapping.';

/** Finds the fields that a refused link speaks of: by its details, else by its code. @internal */
export function locateLinkError(
  error: SecretsApiError,
  form: LinkFormValues,
): LocatedProblems {
  const path = error.details.length === 0 && fieldOfCode(error.code);
  if (path) {
    return { placed: [[path, error.message]], rest: [] };
  }
  const known = locateProblems(error.details, form, () => undefined);
  const located: LocatedProblems = { placed: known.placed, rest: [] };
  for (const problem of known.rest) {
    const field = locateField(problem.field, form);
    if (field) {
      located.placed.push([field, problem.message]);
    } else {
      located.rest.push(problem);
    }
  }
  return located;
}

/** The form's path of what only a link has; undefined when it is not on the screen. */
function locateField(field: string, form: LinkFormValues): string | undefined {
  const { source, keys } = form;
  if (field.startsWith(MAPPING) && keys.mode === 'mapping') {
    const rest = field.slice(MAPPING.length);
    const row = keys.mapping.findIndex(({ key }) => isKey(rest, key));
    return row >= 0 ? `keys.mapping.${row}.sourceKey` : undefined;
  }
  if (field === 'keys' || field === 'keys.mode' || field === 'keys.mapping') {
    return 'keys.mode';
  }
  const shown =
    source.kind === 'path'
      ? ['source.path']
      : ['source.namespace', 'source.name'];
  return shown.includes(field) ? field : undefined;
}
