import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { KNOWN_KEYS, KnownKeys } from './knownKeys';
import { suggest } from './suggest';

/**
 * Refuses a configuration with keys under `secrets` that mean nothing, so that a misspelt safeguard is not simply off.
 * Values are never quoted.
 * @throws InputError that names every unknown key, with the one that was probably meant
 */
export function refuseUnknownKeys(rootConfig: RootConfigService): void {
  const problems: string[] = [];
  collect(rootConfig.getOptional('secrets'), KNOWN_KEYS, 'secrets', problems);
  if (problems.length > 0) {
    throw new InputError(
      `The configuration has keys that are not known: ${problems.join('; ')}`,
    );
  }
}

function collect(
  value: unknown,
  known: KnownKeys,
  path: string,
  problems: string[],
): void {
  if (known === 'anything' || typeof value !== 'object' || value === null) {
    return;
  }
  if (Array.isArray(value)) {
    const items = Array.isArray(known) ? known[0] : {};
    for (const [index, item] of value.entries()) {
      collect(item, items, `${path}[${index}]`, problems);
    }
    return;
  }
  const keys = new Map(Object.entries(known));
  for (const [key, child] of Object.entries(value)) {
    const next = keys.get(key);
    if (next !== undefined) {
      collect(child, next, `${path}.${key}`, problems);
      continue;
    }
    const meant = suggest(key, keys.keys());
    problems.push(
      `${path}.${key}${meant ? ` (did you mean ${path}.${meant}?)` : ''}`,
    );
  }
}
