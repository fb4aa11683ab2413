import { createApiRef } from '@backstage/core-plugin-api';
import { SecretsApi } from '@strongroom/backstage-plugin-secrets-common';

/** The secrets backend as the browser sees it. @public */
export const secretsApiRef = createApiRef<SecretsApi>({
  id: 'plugin.secrets.service',
});
