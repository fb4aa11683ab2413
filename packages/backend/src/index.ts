import { createBackend } from '@backstage/backend-defaults';
import { demoAuthModule } from './auth/demoAuthModule';
import { prepareInstallation } from './prepareInstallation';
import { demoPolicyModule } from './permissions/demoPolicyModule';

async function main() {
  const installation = await prepareInstallation(process.env);

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
  backend.add(installation.feature);
  await backend.start();
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
