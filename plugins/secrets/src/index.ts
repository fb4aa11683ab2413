/**
 * Settings → Secrets for portals on Backstage's legacy frontend system.
 * Portals on the new one import `@strongroom/backstage-plugin-secrets/alpha`.
 *
 * @packageDocumentation
 */
export { secretsPlugin, SecretsSettingsPage } from './plugin';
export { secretsApiRef } from './api';
export { rootRouteRef, secretRouteRef } from './routing';
export { secretsTranslationRef } from './translation';
