import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  explainDerivedNamespace,
  StoreCapabilities,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  ConnectOptions,
  SecretStore,
  StoreDriver,
} from '@strongroom/backstage-plugin-secrets-node';
import { PLANE_NAMESPACE_PREFIX } from './objects/planeNamespace';
import { RemoteKeyRules } from './objects/RemoteKeyRules';
import { ExternalSecretsStore } from './store/ExternalSecretsStore';

/**
 * Writes a value as a Kubernetes Secret of the plane, with a PushSecret beside it that makes External Secrets carry it
 * into whatever store stands behind the plane's `ClusterSecretStore`.
 * @public
 */
export class ExternalSecretsDriver implements StoreDriver {
  readonly capabilities: StoreCapabilities = {
    versions: false,
    restore: false,
    partialUpdate: true,
    compareAndSet: true,
    reveal: true,
    binary: false,
    maxBytes: 716_800,
    seesForeignWrites: false,
  };

  readonly furtherStores = true;

  readonly remoteKeyTemplate = 'secret/{namespace}/{segment}/{name}';

  private constructor() {}

  static create(): ExternalSecretsDriver {
    return new ExternalSecretsDriver();
  }

  validateConfig(config: Config | undefined): void {
    const [unknown] = config?.keys() ?? [];
    if (unknown !== undefined) {
      throw new InputError(
        `The driver external-secrets has no setting '${unknown}'; it takes everything from the plane.`,
      );
    }
  }

  explainName(ref: { namespace: string; name: string }): string | undefined {
    return explainDerivedNamespace(PLANE_NAMESPACE_PREFIX, ref.namespace);
  }

  connect(options: ConnectOptions): SecretStore {
    return ExternalSecretsStore.create({
      kubernetes: options.kubernetes,
      storeName: options.plane.storeName,
      alsoPushTo: options.plane.alsoPushTo ?? [],
      remoteKeys: RemoteKeyRules.create(
        options.remoteKeyTemplate ?? this.remoteKeyTemplate,
        this.remoteKeyTemplate,
      ),
    });
  }
}
