import {
  ConfigApi,
  createFrontendFeatureLoader,
} from '@backstage/frontend-plugin-api';
import { secretsPlugin } from './secretsPlugin';
import { secretsSettingsModule } from './secretsSettingsModule';

/**
 * Everything a portal needs, in one feature: the plugin and its tab in Settings.
 * Both are left out when the configuration switches the feature off.
 * @alpha
 */
export const secretsFeature = createFrontendFeatureLoader({
  loader: ({ config }) =>
    isFeatureOn(config) ? [secretsPlugin, secretsSettingsModule] : [],
});

function isFeatureOn(config: ConfigApi): boolean {
  return (
    config.getOptionalBoolean('secrets.enabled') ??
    config.getOptionalBoolean('openchoreo.features.secretManagement.enabled') ??
    true
  );
}
