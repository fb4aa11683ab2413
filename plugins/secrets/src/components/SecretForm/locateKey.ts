import { SecretFormValues } from './formValues';

/** The form's path of a key of the request, with or without something after it; undefined when the form has none. @internal */
export function locateKey(
  rest: string,
  form: SecretFormValues,
): string | undefined {
  switch (form.type) {
    case 'kubernetes.io/basic-auth':
      if (isKey(rest, 'username')) {
        return 'basicAuth.username';
      }
      return isKey(rest, 'password') ? 'basicAuth.password' : undefined;
    case 'kubernetes.io/ssh-auth':
      return isKey(rest, 'ssh-privatekey') ? 'sshAuth.privateKey' : undefined;
    case 'kubernetes.io/dockerconfigjson':
      return locateDockerConfig(form);
    case 'kubernetes.io/tls':
      if (isKey(rest, 'tls.crt')) {
        return 'tls.certificate';
      }
      return isKey(rest, 'tls.key') ? 'tls.privateKey' : undefined;
    default:
      return locatePair(rest, form);
  }
}

/** Where a registry login is given. @internal */
export function locateDockerConfig({ docker }: SecretFormValues): string {
  return docker.mode === 'config' ? 'docker.config' : 'docker.server';
}

/** The path of a pair's value. @internal */
export function locatePair(
  rest: string,
  form: SecretFormValues,
): string | undefined {
  const row = form.pairs.findIndex(({ key }) => isKey(rest, key));
  return row >= 0 ? `pairs.${row}.material` : undefined;
}

/** Whether a path begins with a key; keys hold dots, so it cannot be split there. @internal */
export function isKey(rest: string, key: string): boolean {
  return key !== '' && (rest === key || rest.startsWith(`${key}.`));
}
