import {
  SecretCategory,
  SecretSource,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretsTranslator } from '../translation';

/** A type in the reader's words; a type that is not offered here keeps its own name. @internal */
export function secretTypeLabel(t: SecretsTranslator, type: string): string {
  switch (type) {
    case 'Opaque':
      return t('type.opaque');
    case 'kubernetes.io/basic-auth':
      return t('type.basicAuth');
    case 'kubernetes.io/ssh-auth':
      return t('type.sshAuth');
    case 'kubernetes.io/dockerconfigjson':
      return t('type.dockerConfig');
    case 'kubernetes.io/tls':
      return t('type.tls');
    default:
      return type;
  }
}

/** A category in the reader's words. @internal */
export function categoryLabel(
  t: SecretsTranslator,
  category: SecretCategory,
): string {
  return category === 'git-credentials'
    ? t('category.gitCredentials')
    : t('category.generic');
}

/** Who made a secret, in the reader's words. @internal */
export function sourceLabel(
  t: SecretsTranslator,
  source: SecretSource,
): string {
  switch (source) {
    case 'portal':
      return t('source.portal');
    case 'openchoreo-api':
      return t('source.openchoreoApi');
    case 'gitops':
      return t('source.gitops');
    default:
      return t('source.manual');
  }
}
