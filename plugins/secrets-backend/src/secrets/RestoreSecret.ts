import {
  checkKeys,
  ErrorCode,
  FieldProblem,
  SecretDetails,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  ComparedVersion,
  isStoreError,
  StoredVersion,
} from '@strongroom/backstage-plugin-secrets-node';
import { secretNotFound, SecretsError } from '../errors';
import { Operation } from '../operations';
import { projectReference, SecretReference, SecretRow } from '../references';
import { attributesOf } from './attributesOf';
import { conflictOf } from './conflict/conflictOf';
import { knownType } from './draft/prepareChange';
import { Effects } from './effects/CallerEffects';
import { readAsAbsent } from './effects/readAsAbsent';
import { refuseLinked } from './links/explainLink';
import { carryOut, PreparedOperation } from './operations/carryOut';
import { ChangePlan } from './operations/changePlan';
import { RestoreIntent } from './operations/intents';
import { restorePlan } from './operations/restorePlan';
import { refuseForeignChange } from './refuseForeignChange';
import { requireVersion } from './requireVersion';
import { SecretsContext } from './SecretsContext';
import { Caller, Guard, SecretId } from './types';
import { pinnedKeys, pinsMoved } from './versions/pins';
import { versionedStore } from './versions/versionedStore';
import { changedDetails } from './views/changedDetails';
import { fitsEtag, tagOf } from './views/etagOf';
import { RowPermissions } from './views/toSummary';

/** A restore of somebody who may see the namespace. */
export interface RestoreRequest {
  caller: Caller;
  id: SecretId;
  version: string;
  /** `If-Match` as sent. */
  etag?: string;
  idempotencyKey?: string;
  /** Asked about the secret as the control plane has it now. */
  guard: Guard;
  permissions(row: SecretRow): RowPermissions;
}

type Prepared = PreparedOperation<RestoreIntent, ChangePlan, SecretDetails>;

/** Makes the values of an older version the present ones; they stay between the store and its driver. */
export class RestoreSecret {
  readonly #context: SecretsContext;

  private constructor(context: SecretsContext) {
    this.#context = context;
  }

  static create(context: SecretsContext): RestoreSecret {
    return new RestoreSecret(context);
  }

  /** @throws SecretsError; nothing is changed then, or the operation is finished later and says so */
  async execute(request: RestoreRequest): Promise<SecretDetails> {
    const { caller, id, version, idempotencyKey: key } = request;
    try {
      return await carryOut<RestoreIntent, ChangePlan, SecretDetails>(
        this.#context,
        {
          kind: 'restore',
          id,
          caller,
          action: 'secret-restore',
          done: 'restored',
          idempotency: { key, body: { version } },
          prepare: () => this.#prepare(request),
          answer: (operation, plan) => this.#answer(operation, request, plan),
        },
      );
    } catch (error) {
      if (isStoreError(error, 'NotFound')) {
        throw unknownVersion(version);
      }
      throw isStoreError(error, 'Conflict')
        ? await this.#conflict(request)
        : error;
    }
  }

  async #prepare(request: RestoreRequest): Promise<Prepared> {
    const { caller, etag } = request;
    const { settings } = this.#context;
    requireVersion(etag);
    const effects = await this.#context.effects.of(caller);
    const { row } = await this.#read(effects, request);
    refuseForeign(row);
    refuseLinked(await this.#context.links.get(row.uid));
    const { store, ref } = versionedStore(
      this.#context,
      effects,
      row,
      'restore',
    );
    const [stored, versions] = await Promise.all([
      store.describe(ref),
      store.versions(ref),
    ]);
    if (!fitsEtag(etag!, row, stored?.version)) {
      throw await this.#conflict(request);
    }
    const wanted = findWanted(versions, request.version);
    const [compared] = await store.compare(ref, {
      versions: [wanted.id],
      against: versions.find(({ current }) => current)?.id,
      signal: AbortSignal.timeout(settings.deadlineMs),
    });
    refuseKeys(row, compared?.keys);
    const pinned = pinnedKeys(row, row.keys);
    return {
      recorded: { ...row, keys: touchedKeys(row, compared) },
      intent: {
        uid: row.uid,
        targetPlane: row.targetPlane!,
        basedOn: tagOf(row),
        edit:
          row.source === 'gitops'
            ? undefined
            : {
                updatedBy: caller.actor,
                updatedAt: new Date().toISOString(),
              },
        restored: { ...ref, basedOn: stored!.version!, version: wanted.id },
        ...(pinned.length > 0 && { pinned }),
        warnings: [...doubtfulTexts(row, compared), ...pinsMoved(pinned)],
      },
      plan: operation =>
        restorePlan(operation, {
          references: effects.references,
          store,
          settings: settings.references,
        }),
    };
  }

  /** The secret as the control plane has it, for who may change all of it. */
  async #read(
    { references }: Effects,
    { id, guard }: RestoreRequest,
  ): Promise<{ reference: SecretReference; row: SecretRow }> {
    const { settings, namespaces } = this.#context;
    const reference = await readAsAbsent(references.get(id.namespace, id.name));
    if (!reference) {
      throw secretNotFound();
    }
    const row = projectReference(reference, settings.references);
    // neither namespace, name, type nor plane can be changed: what may be done before may be done after
    await guard(attributesOf(row, namespaces.get(id.namespace), 'all'), row);
    return { reference, row };
  }

  async #answer(
    operation: Operation<RestoreIntent>,
    request: RestoreRequest,
    plan: ChangePlan | undefined,
  ): Promise<SecretDetails> {
    return changedDetails(this.#context, operation, {
      permissions: request.permissions,
      isEdited: operation.intent.edit !== undefined,
      plan,
      reread: () => this.#reread(operation, request),
    });
  }

  /** The secret as it stands when a request is repeated. */
  async #reread(
    { intent }: Operation<RestoreIntent>,
    request: RestoreRequest,
  ): Promise<SecretRow> {
    const effects = await this.#context.effects.of(request.caller);
    const { row } = await this.#read(effects, request);
    if (row.uid !== intent.uid) {
      throw secretNotFound();
    }
    return row;
  }

  async #conflict(request: RestoreRequest): Promise<SecretsError> {
    const effects = await this.#context.effects.of(request.caller);
    const found = await this.#read(effects, request);
    return conflictOf(this.#context, effects, found, request.etag);
  }
}

/** Refuses what is somebody else's. @throws SecretsError `NotOwned` */
function refuseForeign(row: SecretRow): void {
  refuseForeignChange(row, {});
  if (row.source === 'gitops' && pinnedKeys(row, row.keys).length > 0) {
    throw new SecretsError(
      'NotOwned',
      'This secret reference comes from Git and names versions in the store, which readers go on reading. Take them out there first.',
    );
  }
  if (
    row.remoteRefs.some(({ secretKey, property }) => property !== secretKey)
  ) {
    throw new SecretsError(
      'NotOwned',
      'Some keys of this secret reference have another name in the store, and which of them a version should have is for whoever mapped them.',
    );
  }
}

/** The version that is asked for. @throws SecretsError that names `version` when it cannot come back */
function findWanted(versions: StoredVersion[], id: string): StoredVersion {
  const wanted = versions.find(version => version.id === id);
  if (!wanted) {
    throw unknownVersion(id);
  }
  if (wanted.state === 'destroyed') {
    throw refused(
      'Unsupported',
      `Version ${id} was destroyed: the store has its values no more.`,
    );
  }
  if (wanted.current && wanted.state === 'available') {
    throw refused(
      'InvalidRequest',
      `Version ${id} is what the secret holds already.`,
    );
  }
  return wanted;
}

function unknownVersion(id: string): SecretsError {
  return refused('SecretNotFound', `The store keeps no version ${id}.`);
}

function refused(code: ErrorCode, message: string): SecretsError {
  return new SecretsError(code, message, {
    details: [{ field: 'version', message }],
  });
}

/**
 * Refuses a version whose keys the reference could not name, as far as they can be told before.
 *
 * @throws SecretsError `InvalidSecret`, `NotOwned` where only Git may change the keys
 */
function refuseKeys(row: SecretRow, keys: string[] | undefined): void {
  if (row.source === 'gitops' && keys?.join('\n') !== row.keys.join('\n')) {
    throw new SecretsError(
      'NotOwned',
      'This secret reference comes from Git: only versions with the very keys that it names can be restored here.',
    );
  }
  const details = keys && checkKeys(knownType(row.type), keys).errors;
  if (keys?.length === 0 || (details && details.length > 0)) {
    throw new SecretsError(
      'InvalidSecret',
      'This version does not have the keys that the secret needs.',
      {
        details: [
          { field: 'version', message: 'It has other keys.' },
          ...details!,
        ],
      },
    );
  }
}

/** Keys that are others or have other values afterwards, as far as that can be told before; else all. */
function touchedKeys(
  { keys }: SecretRow,
  compared: ComparedVersion | undefined,
): string[] {
  const { changes } = compared ?? {};
  return changes
    ? [...changes.added, ...changes.changed, ...changes.removed].sort()
    : keys;
}

/** Whether a value was base64 text then as it is now, nobody has written down. */
function doubtfulTexts(
  { storedAs }: SecretRow,
  compared: ComparedVersion | undefined,
): FieldProblem[] {
  const unchanged = compared?.changes
    ? (key: string) => !compared.changes!.changed.includes(key)
    : () => false;
  return Object.keys(storedAs)
    .filter(key => !unchanged(key))
    .map(key => ({
      field: `data.${key}`,
      message:
        'This key is kept as base64 text now. Whether it was in the version that comes back is not known.',
    }));
}
