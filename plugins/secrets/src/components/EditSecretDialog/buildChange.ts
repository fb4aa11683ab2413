import {
  SecretDetails,
  Value,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretChange } from '../../queries';
import { collectDockerConfig, collectValues, toValue } from '../SecretForm';
import { patchAbout } from './aboutFields';
import { EditFormValues } from './editForm';

/** The request that the form asks for, on condition of the secret it was decided on. @internal */
export function buildChange(
  form: EditFormValues,
  secret: SecretDetails,
): SecretChange {
  if (form.mode === 'all') {
    return {
      replacement: { data: Object.fromEntries(collectValues(form)) },
    };
  }
  const removed = form.keys
    .filter(({ change }) => change === 'remove')
    .map(({ key }): [string, null] => [key, null]);
  const data = [...collectSent(form), ...removed];
  return {
    patch: {
      ...(data.length > 0 && { data: Object.fromEntries(data) }),
      ...patchAbout(form, secret),
    },
  };
}

/** Keys and values that are sent, in the order of the form. @internal */
export function collectSent(form: EditFormValues): [string, Value][] {
  if (form.mode === 'all') {
    return collectValues(form);
  }
  const replaced = form.keys
    .filter(({ change }) => change === 'replace')
    .map(({ key, material }): [string, Value] => [
      key,
      isDockerConfig(form, key)
        ? collectDockerConfig(form.docker)
        : toValue(material),
    ]);
  const added = form.pairs.map(({ key, material }): [string, Value] => [
    key,
    toValue(material),
  ]);
  return [...replaced, ...added];
}

/** Whether a key is a registry login, which has fields of its own. @internal */
export function isDockerConfig(form: EditFormValues, key: string): boolean {
  return (
    form.type === 'kubernetes.io/dockerconfigjson' &&
    key === '.dockerconfigjson'
  );
}
