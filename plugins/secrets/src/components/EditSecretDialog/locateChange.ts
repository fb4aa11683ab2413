import {
  isKey,
  locateDockerConfig,
  locateKey,
  locatePair,
} from '../SecretForm';
import { isDockerConfig } from './buildChange';
import { EditFormValues } from './editForm';

/** The form's path of a key of a change; undefined when the form has none. @internal */
export function locateChange(
  rest: string,
  form: EditFormValues,
): string | undefined {
  if (form.mode === 'all') {
    return locateKey(rest, form);
  }
  const row = form.keys.findIndex(({ key }) => isKey(rest, key));
  if (row < 0) {
    return locatePair(rest, form);
  }
  const { key, change } = form.keys[row];
  if (change !== 'replace') {
    return undefined;
  }
  return isDockerConfig(form, key)
    ? locateDockerConfig(form)
    : `keys.${row}.material`;
}
