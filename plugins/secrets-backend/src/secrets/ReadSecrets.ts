import {
  Delivery,
  ListSecretsQuery,
  SecretDetails,
  SecretPage,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  isStoreError,
  SecretStore,
  StoredSecretDescription,
  StoreError,
} from '@strongroom/backstage-plugin-secrets-node';
import { DeliveryPath } from '../delivery';
import {
  PendingChange,
  projectReference,
  SecretRow,
  toManifest,
} from '../references';
import { Effects } from './effects/CallerEffects';
import { readAsAbsent } from './effects/readAsAbsent';
import { describeStored } from './links/describeStored';
import { linkWarning } from './links/explainLink';
import { Link } from './links/types';
import { pendingChanges } from './operations/pendingChanges';
import { readSecretChanges } from './readSecretChanges';
import { SecretsContext } from './SecretsContext';
import { Caller, SecretId } from './types';
import { etagOf } from './views/etagOf';
import {
  RowPermissions,
  toDeliveryState,
  toDetails,
  toSummary,
} from './views/toSummary';

const OLDER_GIT_SECRET: SecretDetails['warnings'][number] = {
  field: 'category',
  message:
    'These are git credentials of the older kind. They can only be read here, and their value stays in the store when they are deleted.',
};

/** What the caller may see of rows. */
export interface Visibility {
  visible(row: SecretRow): boolean;
  permissions(row: SecretRow): RowPermissions;
}

/** Reads of metadata. Lists and deliveries make no call; details make the few that an ETag needs. */
export class ReadSecrets {
  readonly #context: SecretsContext;

  private constructor(context: SecretsContext) {
    this.#context = context;
  }

  static create(context: SecretsContext): ReadSecrets {
    return new ReadSecrets(context);
  }

  /** Changes of the last minutes, which every read lays over the index: those of one name, or all. */
  async pending(id?: SecretId): Promise<PendingChange[]> {
    return pendingChanges(
      this.#context.journal,
      this.#context.settings.references,
      id,
    );
  }

  async list(
    query: ListSecretsQuery,
    namespaces: string[],
    { visible, permissions }: Visibility,
  ): Promise<SecretPage> {
    const { index } = this.#context;
    const { namespace, orderBy, order, limit, cursor, ...filters } = query;
    const found = index.query({
      namespaces: namespace,
      filters,
      orderBy,
      order,
      limit,
      cursor,
      visible,
      pending: await this.pending(),
    });
    const asked = new Set(namespace ?? namespaces);
    return {
      items: found.rows.map(({ row, delivery }) =>
        toSummary(row, delivery, permissions(row)),
      ),
      totalItems: found.totalItems,
      pageInfo: found.nextCursor ? { nextCursor: found.nextCursor } : {},
      problems: index
        .problems()
        .filter(problem => !problem.namespace || asked.has(problem.namespace)),
    };
  }

  /** One secret as the index knows it; `undefined` when it is not there or not visible. */
  async find(
    id: SecretId,
    { visible }: Visibility,
  ): Promise<{ row: SecretRow; delivery: DeliveryPath } | undefined> {
    const found = this.#find(id, await this.pending(id));
    return found && visible(found.row) ? found : undefined;
  }

  /**
   * Everything about a secret. The reference is read anew, so that the ETag fits what stands now; where the control plane
   * or the plane does not answer, what is known is shown with a warning.
   */
  async details(
    caller: Caller,
    id: SecretId,
    { visible, permissions }: Visibility,
  ): Promise<SecretDetails | undefined> {
    const effects = await this.#context.effects.of(caller);
    const pending = await this.pending(id);
    const known = this.#find(id, pending)?.row;
    const warnings: SecretDetails['warnings'] = [];
    const live = await this.#readReference(effects, id, warnings);
    if (live === 'denied') {
      return undefined;
    }
    // a create that runs has no reference yet, and is in the list all the same
    const row =
      live === 'unreadable' || (!live && isBeingMade(known, pending))
        ? known
        : live;
    if (!row || !visible(row)) {
      return undefined;
    }
    if (row.legacyGit) {
      warnings.push(OLDER_GIT_SECRET);
    }
    const plane =
      row.targetPlane &&
      this.#context.planes.find(row.namespace, row.targetPlane);
    const store = plane && effects.storeOf(plane);
    const link = await this.#context.links.get(row.uid);
    if (link) {
      warnings.push(linkWarning(link.target, permissions(row)));
    }
    const stored = await this.#describe(row, { store, link, warnings });
    const delivery = this.#context.index.delivery(row, {
      pending,
      push: stored?.push,
      secretChanges: await readSecretChanges(this.#context, effects, row),
    });
    return toDetails({
      row,
      delivery,
      permissions: permissions(row),
      etag: etagOf(row, stored?.version),
      driver: plane && {
        id: plane.driverId,
        capabilities: plane.driver.capabilities,
      },
      warnings,
    });
  }

  /** The path of a value; a call is made only where pods use it that may run with an older one. */
  async delivery(
    caller: Caller,
    found: { row: SecretRow; delivery: DeliveryPath },
  ): Promise<Delivery> {
    const { deliveries, effects, index } = this.#context;
    let { delivery } = found;
    if (deliveries.secretsInUse(found.row).length > 0) {
      const secretChanges = await readSecretChanges(
        this.#context,
        await effects.of(caller),
        found.row,
      );
      const pending = await this.pending(found.row);
      delivery = index.delivery(found.row, { pending, secretChanges });
    }
    return { ...toDeliveryState(delivery), steps: delivery.steps };
  }

  /** The reference as it stands, for reading and as a row to decide on; `undefined` when it is not there. */
  async manifest(
    caller: Caller,
    id: SecretId,
  ): Promise<{ row: SecretRow; text: string } | undefined> {
    const { settings } = this.#context;
    const { references } = await this.#context.effects.of(caller);
    const reference = await readAsAbsent(references.get(id.namespace, id.name));
    return (
      reference && {
        row: projectReference(reference, settings.references),
        text: toManifest(reference),
      }
    );
  }

  #find({ namespace, name }: SecretId, pending: PendingChange[]) {
    return this.#context.index.get(namespace, name, { pending });
  }

  async #readReference(
    { references }: Effects,
    { namespace, name }: SecretId,
    warnings: SecretDetails['warnings'],
  ): Promise<SecretRow | 'unreadable' | 'denied' | undefined> {
    try {
      const reference = await references.get(namespace, name);
      return (
        reference &&
        projectReference(reference, this.#context.settings.references)
      );
    } catch (error) {
      if (!isStoreError(error)) {
        throw error;
      }
      if (error.deniedCaller) {
        return 'denied';
      }
      warnings.push({
        field: 'name',
        message: isStoreError(error, 'Denied')
          ? 'The control plane refuses the portal this: what is shown was known before.'
          : 'The control plane does not answer: this is what was known last.',
      });
      return 'unreadable';
    }
  }

  async #describe(
    row: SecretRow,
    options: {
      store: SecretStore | undefined;
      link: Link | undefined;
      warnings: SecretDetails['warnings'];
    },
  ): Promise<StoredSecretDescription | undefined> {
    const { store, link, warnings } = options;
    const [entry] = row.remoteRefs;
    if (!store || !entry) {
      return undefined;
    }
    try {
      const { namespace, name } = row;
      const ref = { namespace, name, remoteKey: entry.key };
      const stored = await describeStored(store, ref, link);
      for (const message of stored?.warnings ?? []) {
        warnings.push({ field: 'targetPlane', message });
      }
      return stored;
    } catch (error) {
      if (!isStoreError(error)) {
        throw error;
      }
      warnings.push({
        field: 'targetPlane',
        message: `${whyUnread(
          error,
        )}: whether the value is still there cannot be told.`,
      });
      return undefined;
    }
  }
}

function isBeingMade(
  row: SecretRow | undefined,
  pending: PendingChange[],
): boolean {
  return pending.some(
    ({ kind, outcome, operationId }) =>
      kind === 'create' &&
      outcome === 'running' &&
      operationId === row?.operationId,
  );
}

function whyUnread(error: StoreError): string {
  if (!isStoreError(error, 'Denied')) {
    return 'The plane does not answer';
  }
  return error.deniedCaller
    ? 'The plane does not let you see this'
    : 'The plane refuses the portal this';
}
