import { GeneratedValue } from '@strongroom/backstage-plugin-secrets-common';
import { SecretsTranslator } from '../../translation';

/** Length of a password in characters, and of hex in bytes, where nobody asks for another. @internal */
export const DEFAULT_LENGTH = 32;

/** What the server makes where nobody asks for other characters. @internal */
export const DEFAULT_CHARACTERS: NonNullable<GeneratedValue['characters']> = [
  'lower',
  'upper',
  'digits',
];

/** A kind in the reader's words. @internal */
export function generatorLabel(
  t: SecretsTranslator,
  kind: GeneratedValue['kind'],
): string {
  switch (kind) {
    case 'password':
      return t('generate.kind.password');
    case 'hex':
      return t('generate.kind.hex');
    case 'uuid':
      return t('generate.kind.uuid');
    default:
      return t('generate.kind.ssh');
  }
}

/** What the server will make, in one line. @internal */
export function describeGenerated(
  t: SecretsTranslator,
  generated: GeneratedValue,
): string {
  const length = String(generated.length ?? DEFAULT_LENGTH);
  switch (generated.kind) {
    case 'password':
      return t('generate.made.password', { length });
    case 'hex':
      return t('generate.made.hex', { length });
    case 'uuid':
      return t('generate.made.uuid');
    default:
      return t('generate.made.ssh');
  }
}
