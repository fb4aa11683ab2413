import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { secretsPermissions } from '@strongroom/backstage-plugin-secrets-common';
import { createAccess, NO_ACCESS } from './access';
import { AttributeTest } from './secretResourceRef';
import { Access } from './types';

const ANY = '*';

interface ServiceGrant {
  subject: string;
  permissions: ReadonlySet<string>;
  namespaces: ReadonlySet<string>;
}

/**
 * What services may do, from `secrets.services[]`. The framework allows every service everything, so a service that is
 * not listed is denied here.
 */
export class ServiceGrants {
  readonly #grants: ServiceGrant[];

  private constructor(grants: ServiceGrant[]) {
    this.#grants = grants;
  }

  /** @throws InputError when an entry is incomplete or names a permission that does not exist */
  static fromConfig(config: Config): ServiceGrants {
    const entries = config.getOptionalConfigArray('secrets.services') ?? [];
    return new ServiceGrants(
      entries.map(entry => ({
        subject: entry.getString('subject'),
        permissions: new Set(readPermissionNames(entry)),
        namespaces: new Set(entry.getStringArray('namespaces')),
      })),
    );
  }

  /** The access of the service with that subject. */
  accessOf(subject: string): Access {
    const grants = this.#grants.filter(grant => grant.subject === subject);
    if (grants.length === 0) {
      return NO_ACCESS;
    }
    const tests = new Map<string, AttributeTest>();
    for (const { name } of secretsPermissions) {
      const spaces = grants
        .filter(
          ({ permissions }) => permissions.has(ANY) || permissions.has(name),
        )
        .map(({ namespaces }) => namespaces);
      if (spaces.length > 0) {
        tests.set(name, ({ namespace }) =>
          spaces.some(names => names.has(ANY) || names.has(namespace))
            ? 'yes'
            : 'no',
        );
      }
    }
    return createAccess(tests, new Set(tests.keys()));
  }
}

function readPermissionNames(entry: Config): string[] {
  const names = entry.getStringArray('permissions');
  const known = new Set([ANY, ...secretsPermissions.map(({ name }) => name)]);
  const unknown = names.find(name => !known.has(name));
  if (unknown !== undefined) {
    throw new InputError(
      `secrets.services[].permissions names ${JSON.stringify(
        unknown,
      )}; known are ${[...known].join(', ')}`,
    );
  }
  return names;
}
