import { stringifyEntityRef } from '@backstage/catalog-model';
import { EntitySecret } from '@strongroom/backstage-plugin-secrets-common';
import { SecretRow } from '../references';
import { ReferenceUse } from '../usage';
import { ReadSecrets } from './ReadSecrets';
import { SecretsContext } from './SecretsContext';
import { Caller, EntityId, SecretId } from './types';
import { toDeliveryState } from './views/toSummary';

/** What may be said about secrets that an entity refers to. */
export interface EntityVisibility {
  visible(row: SecretRow): boolean;
  /** Whether the caller could read every secret of that name: only then may its absence be told. */
  couldReadAny(id: SecretId): boolean;
}

const ORDER: EntitySecret['presence'][] = ['missing', 'unknown', 'present'];

/** The secrets that a catalog entity uses, as far as the caller may see them. */
export class EntitySecrets {
  readonly #context: SecretsContext;
  readonly #reads: ReadSecrets;

  private constructor(context: SecretsContext, reads: ReadSecrets) {
    this.#context = context;
    this.#reads = reads;
  }

  static create(context: SecretsContext, reads: ReadSecrets): EntitySecrets {
    return new EntitySecrets(context, reads);
  }

  /** Missing ones first. Empty when the entity uses none, is not there, or is hidden from the caller. */
  async list(
    caller: Caller,
    entityId: EntityId,
    visibility: EntityVisibility,
  ): Promise<EntitySecret[]> {
    const entity = await this.#context.catalog.getEntityByRef(
      stringifyEntityRef(entityId),
      { credentials: caller.credentials },
    );
    if (!entity) {
      return [];
    }
    const uses = this.#context.usage.of(entity);
    const pending = await this.#reads.pending();
    const items = uses.map(use => {
      const { namespace, name } = use.reference;
      const found = this.#context.index.get(namespace, name, { pending });
      if (!found || !visibility.visible(found.row)) {
        return toAbsent(use, visibility.couldReadAny(use.reference));
      }
      return toPresent(use, found.row, toDeliveryState(found.delivery));
    });
    return items.sort(
      (a, b) =>
        ORDER.indexOf(a.presence) - ORDER.indexOf(b.presence) ||
        a.reference.name.localeCompare(b.reference.name),
    );
  }
}

function toAbsent(use: ReferenceUse, mayTell: boolean): EntitySecret {
  return {
    reference: use.reference,
    keys: use.keys,
    via: use.via,
    presence: mayTell ? 'missing' : 'unknown',
  };
}

function toPresent(
  use: ReferenceUse,
  row: SecretRow,
  delivery: EntitySecret['delivery'],
): EntitySecret {
  const missingKeys = use.keys.filter(key => !row.keys.includes(key));
  return {
    reference: use.reference,
    type: row.type,
    keys: use.keys.length > 0 ? use.keys : row.keys,
    via: use.via,
    delivery,
    presence: 'present',
    ...(missingKeys.length > 0 && { missingKeys }),
  };
}
