import {
  KubernetesClient,
  RESOURCES,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { Reachability } from '../delivery/types';
import { WatchedKind } from './controlPlaneProblems';
import { Interner } from './Interner';
import { NamespacedMap } from './NamespacedMap';
import { projectReference } from './projectReference';
import { Readiness } from './Readiness';
import { isAtLeast, laterVersion } from './resourceVersions';
import { searchText } from './searchText';
import { ReferenceSettings, SecretReference, SecretRow } from './types';

/** A row with the text that a search looks at beside its name. */
export interface ReferenceEntry {
  row: SecretRow;
  search: string;
}

interface StoredEntry extends ReferenceEntry {
  /** Number of the list that told it last. */
  listing: number;
}

/** Every reference of the control plane, of tenants or not, as a watch tells. */
export class ReferenceTable {
  readonly #settings: ReferenceSettings;
  readonly #interner = Interner.create();
  readonly #entries = NamespacedMap.create<StoredEntry>();
  readonly #ready = Readiness.create();
  readonly #subscription: Subscription;
  #listing = 0;
  #isListing = false;
  #listedVersion: string | undefined;
  #version: string | undefined;
  #reachability: Reachability | undefined;

  private constructor(
    kubernetes: KubernetesClient,
    settings: ReferenceSettings,
  ) {
    this.#settings = settings;
    this.#subscription = kubernetes.reflect<SecretReference>(
      RESOURCES.secretReference,
      {
        onListStart: () => this.#startList(),
        onUpsert: object => this.#upsert(object),
        onDelete: ({ namespace, name }) =>
          this.#entries.delete(namespace ?? '', name),
        onListed: () => this.#endList(),
        onReachable: (reachable, since, refused) => {
          this.#reachability = { reachable, since, refused };
        },
      },
    );
  }

  /** Begins to watch. */
  static create(
    kubernetes: KubernetesClient,
    settings: ReferenceSettings,
  ): ReferenceTable {
    return new ReferenceTable(kubernetes, settings);
  }

  watched(): WatchedKind[] {
    return [
      {
        what: 'the references of secrets',
        lack: 'the list shows what was known then',
        reachability: this.#reachability,
      },
    ];
  }

  get(namespace: string, name: string): ReferenceEntry | undefined {
    return this.#entries.get(namespace, name);
  }

  /** Those of one namespace. */
  entries(namespace: string): Iterable<ReferenceEntry> {
    return this.#entries.valuesOf(namespace);
  }

  /** Whether everything that happened up to a resource version is in the table. */
  hasSeen(resourceVersion: string): boolean {
    return isAtLeast(this.#version, resourceVersion);
  }

  async ready(): Promise<void> {
    await this.#ready.reached();
  }

  close(): void {
    this.#subscription.close();
  }

  #startList(): void {
    this.#listing += 1;
    this.#isListing = true;
    this.#listedVersion = undefined;
  }

  #upsert(object: SecretReference): void {
    const row = projectReference(object, this.#settings, this.#interner);
    this.#entries.set(row.namespace, row.name, {
      row,
      search: this.#interner.text(searchText(row)),
      listing: this.#listing,
    });
    // A list comes in the order of names: what it holds says nothing of the rest until it is complete.
    if (this.#isListing) {
      this.#listedVersion = laterVersion(
        this.#listedVersion,
        row.resourceVersion,
      );
    } else {
      this.#version = laterVersion(this.#version, row.resourceVersion);
    }
  }

  #endList(): void {
    this.#isListing = false;
    this.#version = laterVersion(this.#version, this.#listedVersion);
    this.#entries.retain(entry => entry.listing === this.#listing);
    this.#ready.reach();
  }
}
