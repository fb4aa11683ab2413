// eslint-disable-next-line @backstage/no-forbidden-package-imports -- the driver's own computation is no part of its interface, and it is what has to be right
export { externalSecretsResourceVersion } from '@strongroom/backstage-plugin-secrets-backend-module-external-secrets/src/push/externalSecretsHash';
