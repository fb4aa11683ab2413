import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import secretsFeature from '@strongroom/backstage-plugin-secrets/alpha';
import { navModule } from './nav';
import { signInModule } from './signIn';

/** The demo portal: a catalog, the settings with their Secrets tab, and a sign-in by role. */
export function createPortal() {
  return createApp({
    features: [
      catalogPlugin,
      orgPlugin,
      userSettingsPlugin,
      secretsFeature,
      navModule,
      signInModule,
    ],
  });
}
