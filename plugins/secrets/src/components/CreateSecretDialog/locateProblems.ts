import {
  FieldProblem,
  SecretsApiError,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretFormValues } from './formValues';

const SAME_NAME = ['name', 'type', 'category', 'description', 'owner'] as const;

/** Problems by the path of the form field they belong to, and those that belong to none. @internal */
export interface LocatedProblems {
  placed: [string, string][];
  rest: FieldProblem[];
}

/** Finds the fields that problems speak of. @internal */
export function locateProblems(
  problems: FieldProblem[],
  form: SecretFormValues,
): LocatedProblems {
  const located: LocatedProblems = { placed: [], rest: [] };
  for (const problem of problems) {
    const path = locateField(problem.field, form);
    if (path) {
      located.placed.push([path, problem.message]);
    } else {
      located.rest.push(problem);
    }
  }
  return located;
}

/** Finds the fields that a refused request speaks of: by its details, else by its code. @internal */
export function locateError(
  error: SecretsApiError,
  form: SecretFormValues,
): LocatedProblems {
  const path = error.details.length === 0 && fieldOfCode(error.code);
  return path
    ? { placed: [[path, error.message]], rest: [] }
    : locateProblems(error.details, form);
}

/** The form's path of a field of the request, such as `data.tls.key`; undefined when the form has none. */
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
  if (field.startsWith('data.')) {
    return locateKey(field.slice('data.'.length), form);
  }
  return SAME_NAME.find(name => name === field);
}

function locateKey(rest: string, form: SecretFormValues): string | undefined {
  const { docker } = form;
  switch (form.type) {
    case 'kubernetes.io/basic-auth':
      if (isKey(rest, 'username')) {
        return 'basicAuth.username';
      }
      return isKey(rest, 'password') ? 'basicAuth.password' : undefined;
    case 'kubernetes.io/ssh-auth':
      return isKey(rest, 'ssh-privatekey') ? 'sshAuth.privateKey' : undefined;
    case 'kubernetes.io/dockerconfigjson':
      return docker.mode === 'config' ? 'docker.config' : 'docker.server';
    case 'kubernetes.io/tls':
      if (isKey(rest, 'tls.crt')) {
        return 'tls.certificate';
      }
      return isKey(rest, 'tls.key') ? 'tls.privateKey' : undefined;
    default: {
      const row = form.pairs.findIndex(({ key }) => isKey(rest, key));
      return row >= 0 ? `pairs.${row}.material` : undefined;
    }
  }
}

/** Whether a path begins with a key; keys hold dots, so it cannot be split there. */
function isKey(rest: string, key: string): boolean {
  return key !== '' && (rest === key || rest.startsWith(`${key}.`));
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
