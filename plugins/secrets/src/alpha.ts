/**
 * Settings → Secrets and the secrets card for portals on Backstage's new frontend system.
 *
 * @packageDocumentation
 */
export { secretsFeature as default } from './alpha/secretsFeature';
export { secretsPlugin } from './alpha/secretsPlugin';
export { secretsSettingsModule } from './alpha/secretsSettingsModule';
export { secretsTranslationRef } from './translation';
