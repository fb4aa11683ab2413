import {
  Delivery,
  EntitySecret,
  explainSecretKey,
  explainSecretName,
  InstallationConfig,
  ListSecretsQuery,
  Namespace,
  Plane,
  SecretDetails,
  SecretDraft,
  SecretPage,
  secretCreatePermission,
  secretDeletePermission,
  secretReadPermission,
  secretsAccessPermission,
  SecretValidation,
  secretUpdatePermission,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretNotFound, SecretsError } from '../errors';
import {
  Access,
  AccessResolver,
  ResolveAccessOptions,
  SecretAttributes,
} from '../permissions';
import { RecordEntry, SecretsRecord } from '../record';
import { NamespaceRow, SecretRow } from '../references';
import { AccessRecord, fetchOf, listsOf, RecordedAccess } from './AccessRecord';
import { attributesOf, attributesOfNamespace } from './attributesOf';
import { awaitEstate } from './awaitEstate';
import { CreateSecret } from './CreateSecret';
import { DeleteSecret } from './DeleteSecret';
import { nameOf } from './draft/prepareDraft';
import { EntitySecrets } from './EntitySecrets';
import { listPlanes } from './ListPlanes';
import { recordSecret } from './operations/recordOperation';
import { ReadSecrets, Visibility } from './ReadSecrets';
import { SecretsContext } from './SecretsContext';
import {
  Caller,
  DeleteResult,
  EntityId,
  SecretId,
  SecretsService,
} from './types';
import { validateSecret } from './ValidateSecret';
import { RowPermissions } from './views/toSummary';

const READ = { write: false };
const WRITE = { write: true };

/**
 * The use cases behind the caller's permissions: neither they nor the router know of those. A denied namespace or secret
 * answers like an absent one, and both leave a row in the record.
 */
export class AuthorizedSecrets implements SecretsService {
  readonly #context: SecretsContext;
  readonly #access: AccessResolver;
  readonly #accesses: AccessRecord;
  readonly #reads: ReadSecrets;
  readonly #creates: CreateSecret;
  readonly #deletes: DeleteSecret;
  readonly #entities: EntitySecrets;

  private constructor(options: AuthorizedSecretsOptions) {
    this.#context = options.context;
    this.#access = options.access;
    this.#accesses = AccessRecord.create(
      options.record,
      options.context.settings.recordReads,
    );
    this.#reads = ReadSecrets.create(options.context);
    this.#creates = CreateSecret.create(options.context);
    this.#deletes = DeleteSecret.create(options.context);
    this.#entities = EntitySecrets.create(options.context, this.#reads);
  }

  static create(options: AuthorizedSecretsOptions): AuthorizedSecrets {
    return new AuthorizedSecrets(options);
  }

  async getConfig(caller: Caller): Promise<InstallationConfig> {
    const access = await this.#access.resolve(caller.credentials, READ);
    await this.#requireAccess(caller, access);
    return this.#context.settings.installation;
  }

  async listNamespaces(caller: Caller): Promise<Namespace[]> {
    const access = await this.#resolve(caller, READ);
    await this.#requireAccess(caller, access);
    const pending = await this.#reads.pending();
    const { visible } = this.#visibility(access);
    await this.#accesses.read(caller, { action: 'secret-list' });
    return this.#readableNamespaces(access).map(namespace => {
      const attributes = attributesOfNamespace(namespace);
      const may = (permission: { name: string }) =>
        access.decide(permission, attributes) !== 'no';
      return {
        name: namespace.name,
        ...(namespace.displayName && { displayName: namespace.displayName }),
        counts: this.#context.index.counts(namespace.name, visible, {
          pending,
        }),
        permissions: {
          create: may(secretCreatePermission),
          update: may(secretUpdatePermission),
          delete: may(secretDeletePermission),
        },
      };
    });
  }

  async listPlanes(caller: Caller, namespace: string): Promise<Plane[]> {
    const access = await this.#resolve(caller, READ);
    await this.#requireNamespace(caller, access, namespace, {
      action: 'secret-list',
    });
    await this.#accesses.read(caller, { action: 'secret-list', namespace });
    return listPlanes(this.#context, namespace);
  }

  async listSecrets(
    caller: Caller,
    query: ListSecretsQuery,
  ): Promise<SecretPage> {
    const access = await this.#resolve(caller, READ);
    for (const namespace of query.namespace ?? []) {
      await this.#requireNamespace(caller, access, namespace, {
        action: 'secret-list',
      });
    }
    const page = await this.#reads.list(
      query,
      this.#readableNamespaces(access).map(({ name }) => name),
      this.#visibility(access),
    );
    await this.#accesses.read(caller, ...listsOf(query.namespace));
    return page;
  }

  async getSecret(caller: Caller, id: SecretId): Promise<SecretDetails> {
    const { access } = await this.#enterSecret(caller, id);
    const details = await this.#reads.details(id, this.#visibility(access));
    if (!details) {
      throw await this.#accesses.deny(caller, secretNotFound(), fetchOf(id));
    }
    await this.#accesses.read(caller, fetchOf(id));
    return details;
  }

  async getDelivery(caller: Caller, id: SecretId): Promise<Delivery> {
    const { found } = await this.#findSecret(caller, id);
    await this.#accesses.read(caller, fetchOf(id));
    return this.#reads.delivery(found);
  }

  async getManifest(caller: Caller, id: SecretId): Promise<string> {
    const { access, found } = await this.#findSecret(caller, id);
    await this.#requireUpdatable(caller, access, found.row);
    const { row, text } = (await this.#reads.manifest(id)) ?? {};
    if (!row || !text || !this.#visibility(access).visible(row)) {
      throw await this.#accesses.deny(caller, secretNotFound(), fetchOf(id));
    }
    // the index may lag behind what is shown
    await this.#requireUpdatable(caller, access, row);
    await this.#accesses.read(caller, fetchOf(id));
    return text;
  }

  async createSecret(
    caller: Caller,
    namespace: string,
    draft: SecretDraft,
    options: { idempotencyKey?: string },
  ): Promise<SecretDetails> {
    const { access, attributes } = await this.#enterCandidate(
      caller,
      namespace,
      draft,
      'secret-create',
    );
    return this.#creates.execute({
      caller,
      namespace,
      draft,
      idempotencyKey: options.idempotencyKey,
      permissions: permissionsOf(access, attributes),
    });
  }

  async validateSecret(
    caller: Caller,
    namespace: string,
    draft: SecretDraft,
  ): Promise<SecretValidation> {
    await this.#enterCandidate(caller, namespace, draft, 'secret-validate');
    return validateSecret(this.#context, namespace, draft);
  }

  async deleteSecret(
    caller: Caller,
    id: SecretId,
    options: { etag?: string },
  ): Promise<DeleteResult> {
    const action = 'secret-delete' as const;
    const access = await this.#resolve(caller, WRITE);
    await this.#requirePlace(caller, access, id, { action, ...id });
    const { permissions } = this.#visibility(access);
    try {
      return await this.#deletes.execute({
        caller,
        id,
        etag: options.etag,
        permissions,
        guard: async attributes => {
          const reading = { ...attributes, touches: 'none' as const };
          if (!access.allows(secretReadPermission, reading)) {
            throw secretNotFound();
          }
          if (!access.allows(secretDeletePermission, attributes)) {
            throw notAllowed('delete this secret');
          }
        },
      });
    } catch (error) {
      if (
        error instanceof SecretsError &&
        (error.code === 'SecretNotFound' || error.code === 'NotAllowed')
      ) {
        throw await this.#accesses.deny(caller, error, { action, ...id });
      }
      throw error;
    }
  }

  async listEntitySecrets(
    caller: Caller,
    entity: EntityId,
  ): Promise<EntitySecret[]> {
    const access = await this.#resolve(caller, READ);
    const { visible } = this.#visibility(access);
    const items = await this.#entities.list(caller, entity, {
      visible,
      couldReadAny: ({ namespace, name }) => {
        const row = this.#context.namespaces.get(namespace);
        return (
          row !== undefined &&
          access.allows(secretReadPermission, {
            ...attributesOfNamespace(row),
            name,
            touches: 'none',
          })
        );
      },
    });
    const shown = items.filter(({ presence }) => presence === 'present');
    await this.#accesses.read(
      caller,
      ...listsOf(shown.map(({ reference }) => reference.namespace)),
    );
    return items;
  }

  /** What a caller may do, once there is something known that it can be decided on. */
  async #resolve(
    caller: Caller,
    options: ResolveAccessOptions,
  ): Promise<Access> {
    await awaitEstate(this.#context.index);
    return this.#access.resolve(caller.credentials, options);
  }

  /** For who may open the page at all. @throws SecretsError `NotAllowed` */
  async #requireAccess(caller: Caller, access: Access): Promise<void> {
    if (!access.has(secretsAccessPermission)) {
      throw await this.#accesses.deny(caller, notAllowed('use secrets'), {
        action: 'secret-list',
      });
    }
  }

  async #enterSecret(caller: Caller, id: SecretId) {
    const access = await this.#resolve(caller, READ);
    await this.#requirePlace(caller, access, id, fetchOf(id));
    return { access };
  }

  async #findSecret(caller: Caller, id: SecretId) {
    const { access } = await this.#enterSecret(caller, id);
    const found = await this.#reads.find(id, this.#visibility(access));
    if (!found) {
      throw await this.#accesses.deny(caller, secretNotFound(), fetchOf(id));
    }
    return { access, found };
  }

  /** For what shows where a value is stored. @throws SecretsError `NotAllowed` */
  async #requireUpdatable(
    caller: Caller,
    access: Access,
    row: SecretRow,
  ): Promise<void> {
    const namespace = this.#context.namespaces.get(row.namespace);
    const attributes = attributesOf(row, namespace, 'all');
    if (!access.allows(secretUpdatePermission, attributes)) {
      throw await this.#accesses.deny(
        caller,
        notAllowed('see where it is stored'),
        {
          action: 'secret-fetch',
          ...recordSecret(row),
        },
      );
    }
  }

  /** Tests a secret to come against what the caller may create. */
  async #enterCandidate(
    caller: Caller,
    namespace: string,
    draft: SecretDraft,
    action: RecordEntry['action'],
  ) {
    const access = await this.#resolve(caller, WRITE);
    const name = nameOf(draft, this.#context.settings.nameTemplate);
    const keys = Object.keys(draft.data);
    // the draft is not checked yet: only what can be keys is recorded, and no more than may be sent
    const named = keys
      .filter(key => explainSecretKey(key) === undefined)
      .slice(0, this.#context.settings.installation.limits.keys);
    const denial = {
      action,
      ...recordSecret({ ...draft, namespace, name, keys: named }),
    };
    const row = await this.#requireNamespace(caller, access, namespace, denial);
    const attributes: SecretAttributes = {
      ...attributesOfNamespace(row),
      name,
      type: draft.type,
      plane: draft.targetPlane,
      touches: keys,
    };
    if (!access.allows(secretCreatePermission, attributes)) {
      throw await this.#accesses.deny(
        caller,
        notAllowed('create this secret'),
        denial,
      );
    }
    return { access, attributes };
  }

  /** A namespace that the caller may see. @throws SecretsError `NamespaceNotFound`, whether it is denied or absent */
  async #requireNamespace(
    caller: Caller,
    access: Access,
    name: string,
    denial: RecordedAccess,
  ): Promise<NamespaceRow> {
    const row = this.#context.namespaces.get(name);
    if (!row || !isVisible(access, row)) {
      throw await this.#accesses.deny(
        caller,
        new SecretsError(
          'NamespaceNotFound',
          'There is no such namespace, or you have no access to it.',
        ),
        { namespace: name, ...denial },
      );
    }
    return row;
  }

  /** A place where a secret can be. What is no name is asked for nowhere: in a path it might lead somewhere else. */
  async #requirePlace(
    caller: Caller,
    access: Access,
    id: SecretId,
    denial: RecordedAccess,
  ): Promise<void> {
    await this.#requireNamespace(caller, access, id.namespace, denial);
    if (explainSecretName(id.name) !== undefined) {
      throw await this.#accesses.deny(caller, secretNotFound(), denial);
    }
  }

  #readableNamespaces(access: Access): NamespaceRow[] {
    return this.#context.namespaces
      .list()
      .filter(namespace => isVisible(access, namespace));
  }

  #visibility(access: Access): Visibility {
    const attributes = (row: SecretRow, touches: SecretAttributes['touches']) =>
      attributesOf(row, this.#context.namespaces.get(row.namespace), touches);
    return {
      visible: row =>
        access.allows(secretReadPermission, attributes(row, 'none')),
      permissions: row => permissionsOf(access, attributes(row, undefined)),
    };
  }
}

/** @internal */
export interface AuthorizedSecretsOptions {
  context: SecretsContext;
  access: AccessResolver;
  record: SecretsRecord;
}

/** Whether any secret of a namespace could be read or created: only a no for every possible secret hides it. */
function isVisible(access: Access, namespace: NamespaceRow): boolean {
  const attributes = attributesOfNamespace(namespace);
  return [secretReadPermission, secretCreatePermission].some(
    permission => access.decide(permission, attributes) !== 'no',
  );
}

/** What may be done with a secret as long as it is not known which keys are touched. */
function permissionsOf(
  access: Access,
  attributes: SecretAttributes,
): RowPermissions {
  return {
    update:
      access.decide(secretUpdatePermission, {
        ...attributes,
        touches: undefined,
      }) !== 'no',
    delete: access.allows(secretDeletePermission, {
      ...attributes,
      touches: 'all',
    }),
  };
}

function notAllowed(what: string): SecretsError {
  return new SecretsError('NotAllowed', `You are not allowed to ${what}.`);
}
