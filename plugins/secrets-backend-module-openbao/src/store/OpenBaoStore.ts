import {
  AdoptionSight,
  CompareOptions,
  ComparedVersion,
  DeletedSecretRef,
  Footprint,
  isStoreError,
  PathLocation,
  PathSight,
  SecretStore,
  Step,
  StoreChange,
  StoredSecretAdoption,
  StoredSecretChange,
  StoredSecretDescription,
  StoredSecretIntent,
  StoredSecretRef,
  StoredSecretRestore,
  StoredVersion,
  StoreError,
  StoreListener,
  StorePush,
  StoreReadiness,
  Subscription,
  Verification,
} from '@strongroom/backstage-plugin-secrets-node';
import { BaoClient } from '../connection/BaoClient';
import { parsePath } from '../kv/storePath';
import { StoreFeed } from '../observe/StoreFeed';
import { adoptEntry } from '../steps/adoptEntry';
import { createEntry } from '../steps/createEntry';
import { deleteEntry } from '../steps/deleteEntry';
import { entryOf } from '../steps/entryOf';
import { isFirstAndOnly } from '../steps/recognise';
import { restoreEntry } from '../steps/restoreEntry';
import { StepTools } from '../steps/types';
import { updateEntry } from '../steps/updateEntry';
import { compareVersions } from './compareVersions';
import { currentOf, pushOf, versionOf } from './describeEntry';
import { examineEntry } from './examineEntry';
import { listVersions } from './listVersions';
import { storeReadiness } from './storeReadiness';

const UNWRITABLE =
  'A path of this store is made of lower-case letters, digits, hyphens and dots between slashes; each part begins and ends with a letter or digit.';

/** The KV v2 mount of one plane. */
export class OpenBaoStore implements SecretStore {
  readonly #client: BaoClient;
  readonly #feed: StoreFeed;
  readonly #tools: StepTools;

  private constructor(options: OpenBaoStoreOptions) {
    const { client, feed, ...tools } = options;
    this.#client = client;
    this.#feed = feed;
    this.#tools = { ...tools, onChanged: path => feed.refresh(path) };
  }

  static create(options: OpenBaoStoreOptions): OpenBaoStore {
    return new OpenBaoStore(options);
  }

  async look(ref: StoredSecretRef): Promise<Footprint> {
    // even an entry whose versions are all deleted stands: its next version would not be the first
    const entry = await this.#tools.kv.entry(this.#inside(ref));
    return { state: entry ? 'foreign' : 'absent' };
  }

  create(intent: StoredSecretIntent): Step[] {
    return createEntry(this.#tools, intent, this.#inside(intent));
  }

  async verify(intent: StoredSecretIntent): Promise<Verification> {
    const { kv, mark } = this.#tools;
    const entry = await kv.entry(this.#inside(intent));
    if (!entry) {
      return { intact: false };
    }
    return {
      intact:
        mark.isOf(entry, intent, intent.operationId) &&
        isFirstAndOnly(entry) &&
        currentOf(entry)?.gone === false,
      version: versionOf(entry),
    };
  }

  delete(ref: DeletedSecretRef): Step[] {
    return [deleteEntry(this.#tools, ref)];
  }

  /** The entry is all that there is of it, and it stays. */
  abandon(): Step[] {
    return [];
  }

  /** What is written is stored. */
  sync(): StorePush {
    return { steps: [], committed: async () => true };
  }

  update(change: StoredSecretChange): StoreChange {
    return updateEntry(this.#tools, change);
  }

  async versions(ref: StoredSecretRef): Promise<StoredVersion[]> {
    const { entry } = await entryOf(this.#tools, ref);
    return listVersions(entry);
  }

  async compare(
    ref: StoredSecretRef,
    options: CompareOptions,
  ): Promise<ComparedVersion[]> {
    const { kv, fingerprints } = this.#tools;
    const found = await entryOf(this.#tools, ref, options.signal);
    return compareVersions({ kv, fingerprints, ...found }, options);
  }

  restore(restore: StoredSecretRestore): StoreChange {
    return restoreEntry(this.#tools, restore);
  }

  async describe(
    ref: StoredSecretRef,
  ): Promise<StoredSecretDescription | undefined> {
    const { kv, mark, paths } = this.#tools;
    const path = parsePath(ref.remoteKey);
    const entry = path && (await kv.entry(path));
    if (!entry) {
      return undefined;
    }
    const isOurs = mark.owns(entry, ref);
    if (!isOurs && !paths.inside(ref)) {
      // a reference may name any path: that tells its readers nothing of what others keep there
      return undefined;
    }
    const push = pushOf(entry);
    return {
      keys: currentOf(entry)?.gone === false ? await kv.keys(path) : undefined,
      version: versionOf(entry),
      push:
        isOurs || push.message
          ? push
          : {
              ...push,
              message:
                'It does not carry the mark of this installation, which changes and deletes only what does.',
            },
    };
  }

  locate(ref: StoredSecretRef): PathLocation {
    return parsePath(ref.remoteKey)
      ? { inside: this.#tools.paths.inside(ref) !== undefined }
      : { inside: false, problem: UNWRITABLE };
  }

  async lookAt(ref: StoredSecretRef): Promise<PathSight> {
    const { kv } = this.#tools;
    const path = parsePath(ref.remoteKey);
    if (!path) {
      return { state: 'absent' };
    }
    try {
      const entry = await kv.entry(path);
      if (!entry) {
        return { state: 'absent' };
      }
      const isThere = currentOf(entry)?.gone === false;
      return {
        state: 'present',
        keys: isThere ? await kv.keys(path) : undefined,
      };
    } catch (error) {
      // the policy of the portal reaches the tenants' paths only
      if (isStoreError(error, 'Denied')) {
        return { state: 'unseen' };
      }
      throw error;
    }
  }

  async examine(
    adoption: Omit<StoredSecretAdoption, 'operationId'>,
  ): Promise<AdoptionSight> {
    const { kv, mark, paths } = this.#tools;
    const path = paths.inside(adoption);
    return path
      ? examineEntry(await kv.entry(path), adoption, mark)
      : { state: 'referenceOnly' };
  }

  adopt(adoption: StoredSecretAdoption): Step[] {
    return [adoptEntry(this.#tools, adoption)];
  }

  readiness(): Promise<StoreReadiness> {
    return storeReadiness(this.#client, this.#tools.kv);
  }

  observe(listener: StoreListener): Subscription {
    return this.#feed.subscribe(listener);
  }

  #inside(ref: StoredSecretRef): string[] {
    const path = this.#tools.paths.inside(ref);
    if (!path) {
      throw new StoreError(
        'Invalid',
        "The path lies outside the namespace's part of the store.",
      );
    }
    return path;
  }
}

/** @internal */
export interface OpenBaoStoreOptions extends Omit<StepTools, 'onChanged'> {
  client: BaoClient;
  feed: StoreFeed;
}
