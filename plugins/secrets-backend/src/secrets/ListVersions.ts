import { SecretVersion } from '@strongroom/backstage-plugin-secrets-common';
import {
  ComparedVersion,
  isStoreError,
  StoredVersion,
} from '@strongroom/backstage-plugin-secrets-node';
import { secretNotFound, SecretsError } from '../errors';
import { projectReference, SecretRow } from '../references';
import { readAsAbsent } from './effects/readAsAbsent';
import { SecretsContext } from './SecretsContext';
import { Caller, SecretId } from './types';
import { versionedStore, VersionedStore } from './versions/versionedStore';
import { VersionWriter, VersionWriters } from './versions/VersionWriters';

/** Versions that one request compares, the newest; older ones are listed without their keys. */
const MOST_COMPARED = 20;

/** A look at the versions of a secret. */
export interface ListVersionsRequest {
  caller: Caller;
  id: SecretId;
  /** Version that all are compared with; without it, each with the one before it. */
  against?: string;
  /** Asked about the secret as the control plane has it now. */
  visible(row: SecretRow): boolean;
}

/** Versions with the secret that they are of, as it stands. */
export interface ListedVersions {
  row: SecretRow;
  versions: SecretVersion[];
}

/** Tells which versions of a secret the store keeps, who wrote them, and which keys differ. */
export class ListVersions {
  readonly #context: SecretsContext;
  readonly #writers: VersionWriters;

  private constructor(context: SecretsContext, writers: VersionWriters) {
    this.#context = context;
    this.#writers = writers;
  }

  static create(
    context: SecretsContext,
    writers: VersionWriters,
  ): ListVersions {
    return new ListVersions(context, writers);
  }

  /**
   * Newest first. A version that the store does not give away is listed without its keys.
   *
   * @throws SecretsError `SecretNotFound`, `Unsupported` by this driver, `NotOwned`, `InvalidRequest` naming `against`
   */
  async list(request: ListVersionsRequest): Promise<ListedVersions> {
    const { id, against } = request;
    const { settings, effects: allEffects } = this.#context;
    const effects = await allEffects.of(request.caller);
    const reference = await readAsAbsent(
      effects.references.get(id.namespace, id.name),
    );
    const row = reference && projectReference(reference, settings.references);
    if (!row || !request.visible(row)) {
      throw secretNotFound();
    }
    const { store, ref } = versionedStore(
      this.#context,
      effects,
      row,
      'versions',
    );
    const [versions, writers] = await Promise.all([
      versionsOf({ store, ref }),
      this.#writers.of(id),
    ]);
    if (against !== undefined && !versions.some(it => it.id === against)) {
      throw unknownVersion();
    }
    const newest = versions.slice(0, MOST_COMPARED).map(version => version.id);
    const compared =
      newest.length > 0
        ? await store.compare(ref, {
            versions: newest,
            against,
            signal: AbortSignal.timeout(settings.deadlineMs),
          })
        : [];
    const named = new Map(compared.map(version => [version.id, version]));
    return {
      row,
      versions: versions.map(version =>
        toVersion(version, named.get(version.id), writers.get(version.version)),
      ),
    };
  }
}

function toVersion(
  { id, createdAt, state, current }: StoredVersion,
  compared: ComparedVersion | undefined,
  writer: VersionWriter | undefined,
): SecretVersion {
  return {
    id,
    createdAt: createdAt.toISOString(),
    ...(writer && { createdBy: writer.actor, action: writer.action }),
    state,
    current,
    ...compared,
  };
}

function unknownVersion(): SecretsError {
  const message = 'The store keeps no such version.';
  return new SecretsError('InvalidRequest', message, {
    details: [{ field: 'against', message }],
  });
}

/** The versions of a secret, none when nothing is stored. @throws SecretsError `NotOwned` where the value is another's */
async function versionsOf({
  store,
  ref,
}: VersionedStore): Promise<StoredVersion[]> {
  try {
    return await store.versions(ref);
  } catch (error) {
    if (isStoreError(error, 'NotFound')) {
      return [];
    }
    throw isStoreError(error, 'NotOwned')
      ? new SecretsError(
          'NotOwned',
          'The value in the store does not carry the mark of this installation, which tells of versions only of what does.',
        )
      : error;
  }
}
