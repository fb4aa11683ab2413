import {
  AdoptionSight,
  DeletedSecretRef,
  Footprint,
  KubernetesClient,
  ObjectRef,
  PartialObjectMetadata,
  PathLocation,
  PathSight,
  RESOURCES,
  SecretLinks,
  SecretStore,
  Step,
  StoreChange,
  StoredSecretAdoption,
  StoredSecretChange,
  StoredSecretDescription,
  StoredSecretIntent,
  StoredSecretRef,
  StoreEffect,
  StoreError,
  StoreListener,
  StorePush,
  StoreReadiness,
  Subscription,
  SyncedSecretRef,
  Verification,
} from '@strongroom/backstage-plugin-secrets-node';
import { planeNamespace } from '../objects/planeNamespace';
import { ClusterSecretStore, PushSecret } from '../objects/types';
import { hasForeignContent, secretKeysOf } from '../objects/writers';
import { PushSecretFeed } from '../push/PushSecretFeed';
import { adoptPushSecret } from '../steps/adoptPushSecret';
import { awaitStore } from '../steps/awaitStore';
import { isMarked } from '../steps/createOnce';
import { createPushSecret } from '../steps/createPushSecret';
import { createSecret } from '../steps/createSecret';
import { deletePushSecret } from '../steps/deletePushSecret';
import { deleteSecret } from '../steps/deleteSecret';
import { ensureNamespace } from '../steps/ensureNamespace';
import { pruneSecret } from '../steps/pruneSecret';
import { releasePushSecret } from '../steps/releasePushSecret';
import { requireRights } from '../steps/requireRights';
import { syncPushSecret } from '../steps/syncPushSecret';
import { StepTools } from '../steps/types';
import { changeValues } from './changeValues';
import { contentVersion } from './contentVersion';
import { describeSecret } from './describeSecret';
import { examineSecret } from './examineSecret';
import { ExternalSecretsLinks } from './ExternalSecretsLinks';
import { storeReadiness } from './storeReadiness';

const PATIENCE_MS = 8_000;

/** The store of one plane, written through External Secrets. */
export class ExternalSecretsStore implements SecretStore {
  readonly #tools: StepTools;

  private constructor(tools: StepTools) {
    this.#tools = tools;
  }

  static create(
    options: Omit<StepTools, 'patienceMs' | 'account'> & {
      patienceMs?: number;
    },
  ): ExternalSecretsStore {
    return new ExternalSecretsStore({
      patienceMs: PATIENCE_MS,
      account: options.kubernetes,
      ...options,
    });
  }

  through(caller: KubernetesClient): ExternalSecretsStore {
    return new ExternalSecretsStore({ ...this.#tools, kubernetes: caller });
  }

  async requireRights(
    effect: StoreEffect,
    ref: StoredSecretRef,
    options?: { signal?: AbortSignal },
  ): Promise<void> {
    await requireRights(this.#tools, effect, ref, options);
  }

  async look(ref: StoredSecretRef): Promise<Footprint> {
    const [secret, pushSecret] = await this.#metadata(ref);
    const present = [secret, pushSecret].flatMap(object => object ?? []);
    if (present.some(({ metadata }) => metadata.deletionTimestamp)) {
      return { state: 'deleting' };
    }
    return { state: present.length ? 'foreign' : 'absent' };
  }

  create(intent: StoredSecretIntent): Step[] {
    if (!this.#tools.remoteKeys.isInside(intent)) {
      throw new StoreError(
        'Invalid',
        "The path lies outside the namespace's part of the store.",
      );
    }
    return [
      ensureNamespace(this.#tools, planeNamespace(intent.namespace)),
      createSecret(this.#tools, intent),
      createPushSecret(this.#tools, intent),
    ];
  }

  async verify(intent: StoredSecretIntent): Promise<Verification> {
    const [secret, pushSecret] = await this.#metadata(intent);
    if (!secret || !pushSecret) {
      return { intact: false };
    }
    const untouched = [secret, pushSecret].every(
      object =>
        isMarked(object, intent.operationId) &&
        !object.metadata.deletionTimestamp &&
        !hasForeignContent(object.metadata),
    );
    const keys = secretKeysOf(secret.metadata) ?? [];
    const wanted = [...intent.keys].sort();
    return {
      intact: untouched && JSON.stringify(keys) === JSON.stringify(wanted),
      version: contentVersion(secret, pushSecret),
    };
  }

  delete(ref: DeletedSecretRef): Step[] {
    return [
      deletePushSecret(this.#tools, ref),
      awaitStore(this.#tools, ref),
      deleteSecret(this.#tools, ref),
    ];
  }

  abandon(ref: DeletedSecretRef): Step[] {
    return [
      deletePushSecret(this.#tools, ref, { abandoned: true }),
      releasePushSecret(this.#tools, ref),
      deleteSecret(this.#tools, ref, { abandoned: true }),
    ];
  }

  sync(ref: SyncedSecretRef): StorePush {
    return {
      steps: [syncPushSecret(this.#tools, ref)],
      committed: async signal => {
        const pushSecret = await this.#tools.kubernetes.getMetadata(
          RESOURCES.pushSecret,
          placeOf(ref),
          { signal },
        );
        return (
          pushSecret !== undefined &&
          isMarked(pushSecret, ref.operationId) &&
          !pushSecret.metadata.deletionTimestamp
        );
      },
    };
  }

  update(change: StoredSecretChange): StoreChange {
    return changeValues(this.#tools, change);
  }

  prune(ref: StoredSecretRef & { operationId: string }): Step[] {
    return [pruneSecret(this.#tools, ref)];
  }

  async versions(): Promise<never> {
    throw withoutVersions();
  }

  async compare(): Promise<never> {
    throw withoutVersions();
  }

  restore(): never {
    throw withoutVersions();
  }

  async describe(
    ref: StoredSecretRef,
  ): Promise<StoredSecretDescription | undefined> {
    const { kubernetes } = this.#tools;
    const place = placeOf(ref);
    const [secret, pushSecret] = await Promise.all([
      kubernetes.getMetadata(RESOURCES.secret, place),
      kubernetes.get<PushSecret>(RESOURCES.pushSecret, place),
    ]);
    return describeSecret(secret, pushSecret, this.#tools);
  }

  locate(ref: StoredSecretRef): PathLocation {
    return { inside: this.#tools.remoteKeys.isInside(ref) };
  }

  async lookAt(): Promise<PathSight> {
    return { state: 'unseen' };
  }

  get links(): SecretLinks {
    return ExternalSecretsLinks.create(this.#tools);
  }

  async examine(
    adoption: Omit<StoredSecretAdoption, 'operationId'>,
  ): Promise<AdoptionSight> {
    return examineSecret(this.#tools, adoption);
  }

  adopt(adoption: StoredSecretAdoption): Step[] {
    return [adoptPushSecret(this.#tools, adoption)];
  }

  async readiness(): Promise<StoreReadiness> {
    const { kubernetes, storeName, alsoPushTo } = this.#tools;
    if (!storeName) {
      return { ready: false, message: 'The plane names no secret store.' };
    }
    const [own, ...further] = await Promise.all(
      [storeName, ...alsoPushTo].map(name =>
        kubernetes.get<ClusterSecretStore>(RESOURCES.clusterSecretStore, {
          name,
        }),
      ),
    );
    const missing = alsoPushTo.filter((_, index) => !further[index]);
    const readiness = storeReadiness(own);
    return readiness.ready && missing.length > 0
      ? {
          ready: false,
          message: `External Secrets pushes to no store as long as one of them does not exist: ${missing.join(
            ', ',
          )}.`,
        }
      : readiness;
  }

  observe(listener: StoreListener): Subscription {
    const { kubernetes, storeName } = this.#tools;
    return PushSecretFeed.of(kubernetes).subscribe(listener, storeName);
  }

  #metadata(
    ref: StoredSecretRef,
  ): Promise<Array<PartialObjectMetadata | undefined>> {
    const { kubernetes } = this.#tools;
    const place = placeOf(ref);
    return Promise.all([
      kubernetes.getMetadata(RESOURCES.secret, place),
      kubernetes.getMetadata(RESOURCES.pushSecret, place),
    ]);
  }
}

function placeOf({ namespace, name }: StoredSecretRef): ObjectRef {
  return { namespace: planeNamespace(namespace), name };
}

/** External Secrets writes into stores of many kinds, and tells nothing of their versions. */
function withoutVersions(): StoreError {
  return new StoreError(
    'Unsupported',
    'This driver cannot see older versions in the store behind the plane.',
  );
}
