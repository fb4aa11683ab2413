import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { isLegalName } from './isLegalName';
import { ImpersonationTemplates } from './types';

const DEFAULTS: ImpersonationTemplates = {
  user: '{ref}',
  group: '{ref}',
  service: '{subject}',
};

const PLACEHOLDER = /\{([^{}]*)\}/g;
const ENTITY_PLACEHOLDERS = ['ref', 'kind', 'namespace', 'name'];
const PLACEHOLDERS: Record<keyof ImpersonationTemplates, string[]> = {
  user: ENTITY_PLACEHOLDERS,
  group: ENTITY_PLACEHOLDERS,
  service: ['subject'],
};

/**
 * Reads `impersonate` of a cluster: `true` for the names as the portal knows them, or templates of other ones.
 * @returns `undefined` where the portal speaks for itself
 * @throws InputError that names the cluster and the key
 */
export function readImpersonation(
  name: string,
  cluster: Config,
): ImpersonationTemplates | undefined {
  const setting = cluster.getOptional('impersonate');
  if (setting === undefined || typeof setting === 'boolean') {
    return setting ? DEFAULTS : undefined;
  }
  const config = cluster.getConfig('impersonate');
  const template = (key: keyof ImpersonationTemplates) => {
    const text = config.getOptionalString(key) ?? DEFAULTS[key];
    const problem = explainTemplate(text, PLACEHOLDERS[key]);
    if (problem) {
      throw new InputError(
        `secrets.clusters: impersonate.${key} of ${name} ${problem}`,
      );
    }
    return text;
  };
  return {
    user: template('user'),
    group: template('group'),
    service: template('service'),
  };
}

function explainTemplate(text: string, known: string[]): string | undefined {
  const used = [...text.matchAll(PLACEHOLDER)].map(([, name]) => name);
  const unknown = used.find(name => !known.includes(name));
  const list = known.map(name => `{${name}}`).join(', ');
  if (unknown !== undefined) {
    return `has a placeholder that is not known (known: ${list})`;
  }
  if (!used.some(name => ['ref', 'name', 'subject'].includes(name))) {
    return `gives everybody the same name: it needs one of ${list}`;
  }
  const filled = text.replace(PLACEHOLDER, 'x');
  return isLegalName(filled)
    ? undefined
    : 'gives names that cannot be sent: visible ASCII characters are possible, not beginning with system:';
}
