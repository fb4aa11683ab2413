import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import {
  ChangedKey,
  isStoreError,
  SecretStore,
  SecretValues,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../clusters/types';
import { secretNotFound, SecretsError } from '../errors';
import { Operation } from '../operations';
import { projectReference, SecretReference, SecretRow } from '../references';
import { attributesOf } from './attributesOf';
import { conflictOf } from './conflict/conflictOf';
import {
  keysOf,
  knownType,
  metadataOf,
  prepareChange,
  WantedChange,
} from './draft/prepareChange';
import { refuseProblems } from './draft/refuseProblems';
import { Effects } from './effects/CallerEffects';
import { readAsAbsent } from './effects/readAsAbsent';
import { findPlane } from './findPlane';
import { refuseLinked } from './links/explainLink';
import { carryOut, PreparedOperation } from './operations/carryOut';
import { ChangePlan } from './operations/changePlan';
import { UpdateIntent } from './operations/intents';
import { updatePlan } from './operations/updatePlan';
import { refuseForeignChange } from './refuseForeignChange';
import { requireStore } from './requireStore';
import { requireVersion } from './requireVersion';
import { SecretsContext } from './SecretsContext';
import { singleRemoteKey } from './singleRemoteKey';
import { Caller, Guard, SecretId } from './types';
import { pinnedKeys, refusePinned } from './versions/pins';
import { changedDetails } from './views/changedDetails';
import { fitsEtag, SeenSecret, tagOf } from './views/etagOf';
import { RowPermissions } from './views/toSummary';

/** A change of somebody who may see the namespace. */
export interface UpdateRequest {
  caller: Caller;
  id: SecretId;
  wanted: WantedChange;
  /** `If-Match` as sent. */
  etag?: string;
  idempotencyKey?: string;
  /** Asked about the secret as the control plane has it now, before and after the change. */
  guard: Guard;
  permissions(row: SecretRow): RowPermissions;
}

type Prepared = PreparedOperation<UpdateIntent, ChangePlan, SecretDetails>;

/** Changes values and what describes them, without reading a value. */
export class UpdateSecret {
  readonly #context: SecretsContext;

  private constructor(context: SecretsContext) {
    this.#context = context;
  }

  static create(context: SecretsContext): UpdateSecret {
    return new UpdateSecret(context);
  }

  /** @throws SecretsError; nothing is changed then, or the operation is finished later and says so */
  async execute(request: UpdateRequest): Promise<SecretDetails> {
    const { caller, id, wanted, idempotencyKey: key } = request;
    try {
      return await carryOut<UpdateIntent, ChangePlan, SecretDetails>(
        this.#context,
        {
          kind: 'update',
          id,
          caller,
          action: 'secret-update',
          done: 'changed',
          idempotency: { key, body: wanted },
          prepare: () => this.#prepare(request),
          answer: (operation, plan) => this.#answer(operation, request, plan),
        },
      );
    } catch (error) {
      throw await this.#explain(error, request);
    }
  }

  async #prepare(request: UpdateRequest): Promise<Prepared> {
    const { caller, wanted } = request;
    const { settings } = this.#context;
    const seen = requireVersion(request.etag);
    const effects = await this.#context.effects.of(caller);
    const { row } = await this.#read(effects, request);
    if (wanted.data) {
      refuseLinked(await this.#context.links.get(row.uid));
    }
    refuseForeignChange(row, wanted);
    const now = new Date();
    const target = wanted.data && this.#target(row, effects);
    const { change, values, ...prepared } = prepareChange(row, wanted, {
      plane: target?.plane,
      settings,
      now,
    });
    refuseProblems(prepared);
    const { set, remove } = keysOf(row, wanted);
    const pinned = pinnedKeys(row, set);
    if (target) {
      refusePinned(pinned, target.plane.driver.capabilities);
    }
    const stored = await target?.store.describe(target.ref);
    if (
      target
        ? !fitsEtag(request.etag!, row, stored?.version)
        : !seen.some(({ tag }) => tag === tagOf(row))
    ) {
      throw await this.#conflict(request);
    }
    if (target && stored?.version === undefined) {
      throw valueIsGone();
    }
    return {
      recorded: { ...row, keys: [...set, ...remove] },
      intent: {
        uid: row.uid,
        targetPlane: row.targetPlane!,
        basedOn: tagOf(row),
        change:
          row.source === 'gitops'
            ? undefined
            : {
                ...change,
                remoteKey: target?.ref.remoteKey ?? '',
                updatedBy: caller.actor,
                updatedAt: now.toISOString(),
              },
        stored: target && {
          ...target.ref,
          type: knownType(row.type),
          basedOn: stored!.version!,
          set: this.#fingerprinted(values),
          remove: change.remove,
          replace: change.replace,
        },
        ...(pinned.length > 0 && { pinned }),
        version: target ? undefined : versionSeen(seen, row),
        warnings: prepared.warnings,
        generated: prepared.generated,
      },
      values,
      plan: operation =>
        updatePlan(operation, {
          references: effects.references,
          store: target?.store,
          settings: settings.references,
        }),
    };
  }

  /** The secret as the control plane has it, for who may change it. */
  async #read(
    { references }: Effects,
    { id, wanted, guard }: UpdateRequest,
  ): Promise<{ reference: SecretReference; row: SecretRow }> {
    const { namespaces } = this.#context;
    const reference = await readAsAbsent(references.get(id.namespace, id.name));
    if (!reference) {
      throw secretNotFound();
    }
    const row = this.#project(reference);
    const { set, remove } = keysOf(row, wanted);
    const touches =
      metadataOf(wanted).length > 0 ? ('all' as const) : [...set, ...remove];
    const namespace = namespaces.get(id.namespace);
    // neither namespace, name, type nor plane can be changed: what may be done before may be done after
    await guard(attributesOf(row, namespace, touches), row);
    return { reference, row };
  }

  /** Where the values are, and what it takes to change them. */
  #target(row: SecretRow, effects: Effects): ValueTarget {
    const plane = findPlane(this.#context, row.namespace, row.targetPlane!);
    const { namespace, name } = row;
    return {
      plane,
      store: requireStore(plane, effects),
      ref: { namespace, name, remoteKey: singleRemoteKey(row) },
    };
  }

  #fingerprinted(values: SecretValues): ChangedKey[] {
    const { fingerprints } = this.#context.settings;
    return [...values].map(([key, value]) => ({
      key,
      fingerprint: fingerprints.of(new Map([[key, value]])),
    }));
  }

  async #answer(
    operation: Operation<UpdateIntent>,
    request: UpdateRequest,
    plan: ChangePlan | undefined,
  ): Promise<SecretDetails> {
    return changedDetails(this.#context, operation, {
      permissions: request.permissions,
      isEdited: operation.intent.change !== undefined,
      plan,
      reread: () => this.#reread(operation, request),
    });
  }

  /** The secret as it stands when a request is repeated: what the journal keeps of its change is not all of it. */
  async #reread(
    operation: Operation<UpdateIntent>,
    request: UpdateRequest,
  ): Promise<SecretRow> {
    const effects = await this.#context.effects.of(request.caller);
    const { row } = await this.#read(effects, request);
    if (row.uid !== operation.intent.uid) {
      throw secretNotFound();
    }
    return row;
  }

  #project(reference: SecretReference): SecretRow {
    return projectReference(reference, this.#context.settings.references);
  }

  /** What a caller is told when the steps met something else than was seen before. */
  async #explain(error: unknown, request: UpdateRequest): Promise<unknown> {
    if (isStoreError(error, 'NotFound')) {
      return valueIsGone();
    }
    return isStoreError(error, 'Conflict') ? this.#conflict(request) : error;
  }

  async #conflict(request: UpdateRequest): Promise<SecretsError> {
    const effects = await this.#context.effects.of(request.caller);
    const found = await this.#read(effects, request);
    return conflictOf(this.#context, effects, found, request.etag);
  }
}

/** A store and a place in it. */
interface ValueTarget {
  plane: ConnectedPlane;
  store: SecretStore;
  ref: StoredSecretRef;
}

function versionSeen(seen: SeenSecret[], row: SecretRow): string | undefined {
  const tag = tagOf(row);
  return seen.find(one => one.tag === tag)?.version;
}

function valueIsGone(): SecretsError {
  return new SecretsError(
    'NotOwned',
    'The value of this secret is not in the plane any more, or was never kept there. Replace all of its keys, or delete it and create it again.',
  );
}
