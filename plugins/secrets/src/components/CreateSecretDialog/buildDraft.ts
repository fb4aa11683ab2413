import {
  SecretDraft,
  Value,
} from '@strongroom/backstage-plugin-secrets-common';
import { parsePlane } from '../../presentation';
import { Material } from '../ValueField';
import { buildDockerConfig } from './buildDockerConfig';
import { SecretFormValues } from './formValues';

/** The body of a create, from what the form holds for the chosen type. @internal */
export function buildDraft(form: SecretFormValues): SecretDraft {
  return {
    name: form.name,
    type: form.type,
    category: form.category,
    targetPlane: parsePlane(form.plane),
    data: Object.fromEntries(collectValues(form)),
    ...(form.labels.length > 0 && {
      labels: Object.fromEntries(
        form.labels.map(({ key, value }) => [key, value]),
      ),
    }),
    ...(form.description && { description: form.description }),
    ...(form.owner && { owner: form.owner }),
    ...(form.expiresOn && { expiresAt: `${form.expiresOn}T00:00:00Z` }),
  };
}

/** Keys and values that the form would send, in the order of the form. @internal */
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
      return [
        [
          '.dockerconfigjson',
          form.docker.mode === 'config'
            ? toValue(form.docker.config)
            : { value: buildDockerConfig(form.docker), encoding: 'utf8' },
        ],
      ];
    case 'kubernetes.io/tls':
      return [
        ['tls.crt', toValue(form.tls.certificate)],
        ['tls.key', toValue(form.tls.privateKey)],
      ];
    default:
      return form.pairs.map(({ key, material }) => [key, toValue(material)]);
  }
}

function toValue({ text, file, storeAs }: Material): Value {
  return file?.base64 === undefined
    ? { value: text, encoding: 'utf8' }
    : {
        value: file.base64,
        encoding: 'base64',
        ...(storeAs && { storeAs }),
      };
}
