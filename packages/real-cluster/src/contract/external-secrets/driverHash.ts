// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- the driver's own computation is no API of it, and it is what has to be right
export { externalSecretsResourceVersion } from '../../../../../plugins/secrets-backend-module-external-secrets/src/push/externalSecretsHash';
