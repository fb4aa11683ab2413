import { FieldProblem } from '@strongroom/backstage-plugin-secrets-common';
import { SecretFormValues } from './formValues';

const SAME_NAME = [
  'name',
  'type',
  'category',
  'description',
  'owner',
  'project',
  'component',
  'refreshInterval',
] as const;

/** Problems by the path of the form field they belong to, and those that belong to none. @internal */
export interface LocatedProblems {
  placed: [string, string][];
  rest: FieldProblem[];
}

/**
 * Finds the fields that problems speak of.
 * @param locateValue - gives the form's path of a key, without the `data.` before it
 * @internal
 */
export function locateProblems<TForm extends SecretFormValues>(
  problems: FieldProblem[],
  form: TForm,
  locateValue: (key: string, form: TForm) => string | undefined,
): LocatedProblems {
  const located: LocatedProblems = { placed: [], rest: [] };
  for (const problem of problems) {
    const path = problem.field.startsWith('data.')
      ? locateValue(problem.field.slice('data.'.length), form)
      : locateField(problem.field, form);
    if (path) {
      located.placed.push([path, problem.message]);
    } else {
      located.rest.push(problem);
    }
  }
  return located;
}

/** The form's path of a field of the request; undefined when the form has none. */
function locateField(
  field: string,
  form: SecretFormValues,
): string | undefined {
  if (field.startsWith('targetPlane')) {
    return 'plane';
  }
  if (field.startsWith('expiresAt')) {
    return 'expiresOn';
  }
  const label = form.labels.findIndex(({ key }) => field === `labels.${key}`);
  if (label >= 0) {
    return `labels.${label}.key`;
  }
  return SAME_NAME.find(name => name === field);
}
