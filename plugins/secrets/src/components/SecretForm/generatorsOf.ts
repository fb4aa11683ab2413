import {
  GeneratedValue,
  SecretType,
} from '@strongroom/backstage-plugin-secrets-common';

/** Everything that can be made on the server. @internal */
export const GENERATORS: readonly GeneratedValue['kind'][] = [
  'password',
  'hex',
  'uuid',
  'ssh-ed25519',
];

const TOKENS = GENERATORS.filter(kind => kind !== 'ssh-ed25519');

/** What can be made on the server for a key of a type: nothing where it comes from somebody else, such as a certificate. @internal */
export function generatorsOf(
  type: SecretType,
  key: string,
): readonly GeneratedValue['kind'][] {
  switch (type) {
    case 'Opaque':
      return GENERATORS;
    case 'kubernetes.io/basic-auth':
      return key === 'password' ? TOKENS : [];
    case 'kubernetes.io/ssh-auth':
      return key === 'ssh-privatekey' ? ['ssh-ed25519'] : [];
    default:
      return [];
  }
}
