import { Value } from '@strongroom/backstage-plugin-secrets-common';
import { Material } from '../ValueField';
import { buildDockerConfig } from './buildDockerConfig';
import { SecretFormValues } from './formValues';

/** Keys and values that the form would send for its type, in the order of the form. @internal */
export function collectValues(form: SecretFormValues): [string, Value][] {
  switch (form.type) {
    case 'kubernetes.io/basic-auth':
      return [
        ['username', { value: form.basicAuth.username, encoding: 'utf8' }],
        ['password', toValue(form.basicAuth.password)],
      ];
    case 'kubernetes.io/ssh-auth':
      return [['ssh-privatekey', toValue(form.sshAuth.privateKey)]];
    case 'kubernetes.io/dockerconfigjson':
      return [['.dockerconfigjson', collectDockerConfig(form.docker)]];
    case 'kubernetes.io/tls':
      return [
        ['tls.crt', toValue(form.tls.certificate)],
        ['tls.key', toValue(form.tls.privateKey)],
      ];
    default:
      return form.pairs.map(({ key, material }) => [key, toValue(material)]);
  }
}

/** A registry login as one value, however it was given. @internal */
export function collectDockerConfig(docker: SecretFormValues['docker']): Value {
  return docker.mode === 'config'
    ? toValue(docker.config)
    : { value: buildDockerConfig(docker), encoding: 'utf8' };
}

/** One value as it is sent. @internal */
export function toValue({ text, file, storeAs, generate }: Material): Value {
  if (generate) {
    return { generate };
  }
  return file?.base64 === undefined
    ? { value: text, encoding: 'utf8' }
    : {
        value: file.base64,
        encoding: 'base64',
        ...(storeAs && { storeAs }),
      };
}
