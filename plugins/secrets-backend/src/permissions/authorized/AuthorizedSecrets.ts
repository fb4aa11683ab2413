import {
  Delivery,
  EntitySecret,
  InstallationConfig,
  ListSecretsQuery,
  Namespace,
  Plane,
  SecretDetails,
  SecretDraft,
  SecretPage,
  secretCreatePermission,
  secretDeletePermission,
  SecretValidation,
  secretUpdatePermission,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretNotFound } from '../../errors';
import {
  attributesOfNamespace,
  Caller,
  CreateSecret,
  DeleteResult,
  DeleteSecret,
  EntityId,
  EntitySecrets,
  listPlanes,
  ReadSecrets,
  recordSecret,
  SecretId,
  SecretsContext,
  SecretsService,
  validateSecret,
} from '../../secrets';
import { fetchOf, listsOf } from './AccessRecord';
import { CallerGate } from './CallerGate';
import { Gatekeeper } from './Gatekeeper';
import { permissionsOf } from './permissionsOf';

const READ = { write: false };
const WRITE = { write: true };

/** The use cases behind the caller's permissions: neither they nor the router know of those. */
export class AuthorizedSecrets implements SecretsService {
  readonly #context: SecretsContext;
  readonly #gatekeeper: Gatekeeper;
  readonly #reads: ReadSecrets;
  readonly #creates: CreateSecret;
  readonly #deletes: DeleteSecret;
  readonly #entities: EntitySecrets;

  private constructor(context: SecretsContext, gatekeeper: Gatekeeper) {
    this.#context = context;
    this.#gatekeeper = gatekeeper;
    this.#reads = ReadSecrets.create(context);
    this.#creates = CreateSecret.create(context);
    this.#deletes = DeleteSecret.create(context);
    this.#entities = EntitySecrets.create(context, this.#reads);
  }

  static create(
    context: SecretsContext,
    gatekeeper: Gatekeeper,
  ): AuthorizedSecrets {
    return new AuthorizedSecrets(context, gatekeeper);
  }

  async getConfig(caller: Caller): Promise<InstallationConfig> {
    const gate = await this.#gatekeeper.open(caller, READ);
    await gate.requireAccess();
    return this.#context.settings.installation;
  }

  async listNamespaces(caller: Caller): Promise<Namespace[]> {
    const gate = await this.#gatekeeper.openToEstate(caller, READ);
    await gate.requireAccess();
    const pending = await this.#reads.pending();
    const { visible } = gate.visibility();
    await gate.recordRead({ action: 'secret-list' });
    return gate.readableNamespaces().map(namespace => {
      const attributes = attributesOfNamespace(namespace);
      const may = (permission: { name: string }) =>
        gate.access.decide(permission, attributes) !== 'no';
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
    const gate = await this.#gatekeeper.openToEstate(caller, READ);
    await gate.requireNamespace(namespace, { action: 'secret-list' });
    await gate.recordRead({ action: 'secret-list', namespace });
    return listPlanes(this.#context, namespace);
  }

  async listSecrets(
    caller: Caller,
    query: ListSecretsQuery,
  ): Promise<SecretPage> {
    const gate = await this.#gatekeeper.openToEstate(caller, READ);
    for (const namespace of query.namespace ?? []) {
      await gate.requireNamespace(namespace, { action: 'secret-list' });
    }
    const page = await this.#reads.list(
      query,
      gate.readableNamespaces().map(({ name }) => name),
      gate.visibility(),
    );
    await gate.recordRead(...listsOf(query.namespace));
    return page;
  }

  async getSecret(caller: Caller, id: SecretId): Promise<SecretDetails> {
    const gate = await this.#gatekeeper.openToEstate(caller, READ);
    await gate.requirePlace(id);
    const details = await this.#reads.details(caller, id, gate.visibility());
    if (!details) {
      throw await gate.deny(secretNotFound(), fetchOf(id));
    }
    await gate.recordRead({ ...fetchOf(id), ...recordSecret(details) });
    return details;
  }

  async getDelivery(caller: Caller, id: SecretId): Promise<Delivery> {
    const gate = await this.#gatekeeper.openToEstate(caller, READ);
    const found = await this.#find(gate, id);
    await gate.recordRead({ ...fetchOf(id), ...recordSecret(found.row) });
    return this.#reads.delivery(caller, found);
  }

  async getManifest(caller: Caller, id: SecretId): Promise<string> {
    const gate = await this.#gatekeeper.openToEstate(caller, READ);
    const known = await this.#find(gate, id);
    await gate.requireUpdatable(known.row);
    const { row, text } = (await this.#reads.manifest(caller, id)) ?? {};
    if (!row || !text || !gate.visibility().visible(row)) {
      throw await gate.deny(secretNotFound(), fetchOf(id));
    }
    // the index may lag behind what is shown
    await gate.requireUpdatable(row);
    await gate.recordRead({ ...fetchOf(id), ...recordSecret(row) });
    return text;
  }

  async createSecret(
    caller: Caller,
    namespace: string,
    draft: SecretDraft,
    options: { idempotencyKey?: string },
  ): Promise<SecretDetails> {
    const gate = await this.#gatekeeper.openToEstate(caller, WRITE);
    const attributes = await gate.requireCreatable(
      namespace,
      draft,
      'secret-create',
    );
    return this.#creates.execute({
      caller,
      namespace,
      draft,
      idempotencyKey: options.idempotencyKey,
      permissions: permissionsOf(gate.access, attributes),
    });
  }

  async validateSecret(
    caller: Caller,
    namespace: string,
    draft: SecretDraft,
  ): Promise<SecretValidation> {
    const gate = await this.#gatekeeper.openToEstate(caller, WRITE);
    await gate.requireCreatable(namespace, draft, 'secret-validate');
    return validateSecret(this.#context, namespace, draft);
  }

  async deleteSecret(
    caller: Caller,
    id: SecretId,
    options: { etag?: string; idempotencyKey?: string },
  ): Promise<DeleteResult> {
    const gate = await this.#gatekeeper.openToEstate(caller, WRITE);
    const needs = {
      permission: secretDeletePermission,
      what: 'delete this secret',
    };
    return gate.guarded(id, 'secret-delete', needs, guard =>
      this.#deletes.execute({
        caller,
        id,
        ...options,
        permissions: gate.visibility().permissions,
        guard,
      }),
    );
  }

  async listEntitySecrets(
    caller: Caller,
    entity: EntityId,
  ): Promise<EntitySecret[]> {
    const gate = await this.#gatekeeper.openToEstate(caller, READ);
    const items = await this.#entities.list(caller, entity, {
      visible: gate.visibility().visible,
      couldReadAny: id => gate.couldReadAny(id),
    });
    const shown = items.filter(({ presence }) => presence === 'present');
    await gate.recordRead(
      ...listsOf(shown.map(({ reference }) => reference.namespace)),
    );
    return items;
  }

  async #find(gate: CallerGate, id: SecretId) {
    await gate.requirePlace(id);
    const found = await this.#reads.find(id, gate.visibility());
    if (!found) {
      throw await gate.deny(secretNotFound(), fetchOf(id));
    }
    return found;
  }
}
