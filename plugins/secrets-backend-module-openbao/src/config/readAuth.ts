import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { refuseUnknownKeys } from './refuseUnknownKeys';
import { AuthConfig, Credential } from './types';

const METHODS = ['kubernetes', 'appRole', 'jwt', 'token'] as const;
const SERVICE_ACCOUNT_TOKEN =
  '/var/run/secrets/kubernetes.io/serviceaccount/token';
const MOUNT_PATH =
  /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/;

/** Reads `auth`, of which exactly one method is set. @throws InputError that names the key */
export function readAuth(config: Config): AuthConfig {
  refuseUnknownKeys(config, METHODS, 'driverConfig.auth');
  const chosen = METHODS.filter(method => config.has(method));
  if (chosen.length !== 1) {
    throw new InputError(
      `driverConfig.auth must have exactly one of ${METHODS.join(', ')}.`,
    );
  }
  const [method] = chosen;
  const settings = config.getConfig(method);
  const known = (keys: string[]) =>
    refuseUnknownKeys(settings, keys, `driverConfig.auth.${method}`);
  switch (method) {
    case 'kubernetes':
      known(['role', 'mountPath', 'tokenPath']);
      return {
        method,
        role: settings.getString('role'),
        mountPath: readMountPath(settings, 'kubernetes'),
        jwt: {
          path:
            settings.getOptionalString('tokenPath') ?? SERVICE_ACCOUNT_TOKEN,
        },
      };
    case 'appRole':
      known(['roleId', 'secretId', 'secretIdPath', 'mountPath']);
      return {
        method,
        mountPath: readMountPath(settings, 'approle'),
        roleId: settings.getString('roleId'),
        secretId: readCredential(settings, 'secretId', 'secretIdPath', method),
      };
    case 'jwt':
      known(['role', 'token', 'tokenPath', 'mountPath']);
      return {
        method,
        mountPath: readMountPath(settings, 'jwt'),
        role: settings.getOptionalString('role'),
        jwt: readCredential(settings, 'token', 'tokenPath', method),
      };
    default:
      known(['value', 'path']);
      return {
        method,
        token: readCredential(settings, 'value', 'path', method),
      };
  }
}

function readCredential(
  settings: Config,
  textKey: string,
  pathKey: string,
  method: string,
): Credential {
  const text = settings.getOptionalString(textKey);
  const path = settings.getOptionalString(pathKey);
  if ((text === undefined) === (path === undefined)) {
    throw new InputError(
      `driverConfig.auth.${method} must have either '${textKey}' or '${pathKey}'.`,
    );
  }
  return text === undefined ? { path: path! } : { text };
}

function readMountPath(settings: Config, fallback: string): string {
  const path = settings.getOptionalString('mountPath') ?? fallback;
  if (!MOUNT_PATH.test(path)) {
    throw new InputError(
      "driverConfig.auth 'mountPath' must be the path of an auth method, such as kubernetes.",
    );
  }
  return path;
}
