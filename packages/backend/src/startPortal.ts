import { createBackend } from '@backstage/backend-defaults';
import { demoAuthModule } from './auth/demoAuthModule';
import { demoPolicyModule } from './permissions/demoPolicyModule';
import { prepareInstallation, StartCluster } from './prepareInstallation';

/** Runs the backend of the demo; ends the process with what is wrong when it does not start. */
export function startPortal(startCluster: StartCluster): void {
  start(startCluster).catch(error => {
    console.error(error);
    process.exit(1);
  });
}

async function start(startCluster: StartCluster): Promise<void> {
  const installation = await prepareInstallation(process.env, startCluster);

  const backend = createBackend();
  backend.add(import('@backstage/plugin-app-backend'));
  backend.add(import('@backstage/plugin-auth-backend'));
  backend.add(demoAuthModule);
  backend.add(import('@backstage/plugin-permission-backend'));
  backend.add(demoPolicyModule);
  backend.add(import('@backstage/plugin-catalog-backend'));
  backend.add(import('@strongroom/backstage-plugin-secrets-backend'));
  backend.add(
    import(
      '@strongroom/backstage-plugin-secrets-backend-module-external-secrets'
    ),
  );
  backend.add(
    import('@strongroom/backstage-plugin-secrets-backend-module-openbao'),
  );
  backend.add(installation.feature);
  await backend.start();
}
