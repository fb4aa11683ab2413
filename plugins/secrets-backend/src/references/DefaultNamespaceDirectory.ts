import { Config } from '@backstage/config';
import {
  KubernetesClient,
  KubernetesObject,
  RESOURCES,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { Reachability } from '../delivery/types';
import { WatchedKind } from './controlPlaneProblems';
import { parseOwners } from './namespaceOwners';
import { Readiness } from './Readiness';
import { NamespaceDirectory, NamespaceRow } from './types';

const DEFAULT_SELECTOR = 'openchoreo.dev/control-plane=true';
const DEFAULT_DISPLAY_NAME = 'openchoreo.dev/display-name';
const DEFAULT_OWNER = 'backstage.io/owner';

/** Options of {@link DefaultNamespaceDirectory.fromConfig}. */
export interface DefaultNamespaceDirectoryOptions {
  /** Client of the control plane's cluster. */
  kubernetes: KubernetesClient;
}

/** The control plane's namespaces that a selector calls tenants, kept by watch. */
export class DefaultNamespaceDirectory implements NamespaceDirectory {
  readonly #rows = new Map<string, NamespaceRow>();
  readonly #ready = Readiness.create();
  readonly #subscription: Subscription;
  #listing: Set<string> | undefined;
  #reachability: Reachability | undefined;

  private constructor(
    kubernetes: KubernetesClient,
    settings: { selector: string; displayName: string; owner: string },
  ) {
    this.#subscription = kubernetes.reflect<KubernetesObject>(
      RESOURCES.namespace,
      {
        onListStart: () => {
          this.#listing = new Set();
        },
        onUpsert: ({ metadata }) => {
          this.#listing?.add(metadata.name);
          this.#rows.set(metadata.name, {
            name: metadata.name,
            displayName: metadata.annotations?.[settings.displayName],
            labels: metadata.labels ?? {},
            owners: parseOwners(metadata.annotations?.[settings.owner]),
          });
        },
        onDelete: ({ name }) => {
          this.#rows.delete(name);
        },
        onListed: () => this.#listed(),
        onReachable: (reachable, since, refused) => {
          this.#reachability = { reachable, since, refused };
        },
      },
      { labelSelector: settings.selector },
    );
  }

  /** Reads `secrets.namespaces` and begins to watch. */
  static fromConfig(
    config: Config,
    { kubernetes }: DefaultNamespaceDirectoryOptions,
  ): DefaultNamespaceDirectory {
    const namespaces = config.getOptionalConfig('secrets.namespaces');
    return new DefaultNamespaceDirectory(kubernetes, {
      selector: namespaces?.getOptionalString('selector') ?? DEFAULT_SELECTOR,
      displayName:
        namespaces?.getOptionalString('displayNameAnnotation') ??
        DEFAULT_DISPLAY_NAME,
      owner: namespaces?.getOptionalString('ownerAnnotation') ?? DEFAULT_OWNER,
    });
  }

  get(name: string): NamespaceRow | undefined {
    return this.#rows.get(name);
  }

  list(): NamespaceRow[] {
    return [...this.#rows.values()].sort((left, right) =>
      left.name < right.name ? -1 : 1,
    );
  }

  async ready(): Promise<void> {
    await this.#ready.reached();
  }

  watched(): WatchedKind[] {
    return [
      {
        what: 'the namespaces of tenants',
        lack: 'namespaces that are new or have changed do not show',
        reachability: this.#reachability,
      },
    ];
  }

  close(): void {
    this.#subscription.close();
  }

  #listed(): void {
    for (const name of this.#listing ? this.#rows.keys() : []) {
      if (!this.#listing!.has(name)) {
        this.#rows.delete(name);
      }
    }
    this.#listing = undefined;
    this.#ready.reach();
  }
}
