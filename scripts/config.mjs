import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './paths.mjs';

/**
 * The few values of the Backstage configuration that the start needs: the files at the root, then
 * `APP_CONFIG_…` from the environment, as Backstage itself reads them.
 *
 * @param {NodeJS.ProcessEnv} env
 */
export function readAddresses(env) {
  const { parse } = createRequire(join(root, 'package.json'))('yaml');
  const files = ['app-config.yaml', 'app-config.local.yaml']
    .map(name => join(root, name))
    .filter(existsSync)
    .map(file => parse(readFileSync(file, 'utf8')) ?? {});

  const value = path => {
    const fromEnv = env[`APP_CONFIG_${path.join('_')}`];
    if (fromEnv !== undefined) {
      return parseEnv(fromEnv);
    }
    return files
      .map(file => path.reduce((at, key) => at?.[key], file))
      .filter(found => found !== undefined && typeof found !== 'object')
      .map(found => (typeof found === 'string' ? fill(found, env) : found))
      .pop();
  };

  const app = value(['app', 'baseUrl']) ?? 'http://localhost:3000';
  const backend = value(['backend', 'baseUrl']) ?? 'http://localhost:7007';
  return {
    app,
    backend,
    appPort: Number(value(['app', 'listen', 'port']) ?? portOf(app)),
    backendPort: Number(
      value(['backend', 'listen', 'port']) ??
        String(value(['backend', 'listen']) ?? '').match(/(\d+)$/)?.[1] ??
        portOf(backend),
    ),
  };
}

function parseEnv(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function fill(text, env) {
  return text.replace(
    /\$\{([^}:]+)(?::-([^}]*))?\}/g,
    (_, name, otherwise) => env[name] || otherwise || '',
  );
}

function portOf(url) {
  const { port, protocol } = new URL(url);
  return port || (protocol === 'https:' ? 443 : 80);
}
