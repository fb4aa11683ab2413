export { secretsTranslationRef } from './secretsTranslationRef';
export type { SecretsTranslator } from './secretsTranslationRef';
