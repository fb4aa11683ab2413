import { Config } from '@backstage/config';
import { StoreCapabilities } from '@strongroom/backstage-plugin-secrets-common';
import {
  ConnectOptions,
  SecretStore,
  StoreDriver,
} from '@strongroom/backstage-plugin-secrets-node';
import { readDriverConfig } from './config/readDriverConfig';
import { BaoClient } from './connection/BaoClient';
import { KvClient } from './kv/KvClient';
import { isSegment } from './kv/storePath';
import { EntryReader } from './observe/EntryReader';
import { StoreFeed } from './observe/StoreFeed';
import { OpenBaoStore } from './store/OpenBaoStore';
import { OwnershipMark } from './store/OwnershipMark';
import { PathRules } from './store/PathRules';

/**
 * Writes values straight into a KV v2 mount of OpenBao or Vault, with a mark of ownership beside them.
 * @public
 */
export class OpenBaoDriver implements StoreDriver {
  readonly capabilities: StoreCapabilities = {
    versions: true,
    restore: true,
    partialUpdate: true,
    compareAndSet: true,
    reveal: false,
    binary: false,
    maxBytes: 716_800,
    seesForeignWrites: true,
  };

  readonly remoteKeyTemplate = '{namespace}/{segment}/{name}';

  private constructor() {}

  static create(): OpenBaoDriver {
    return new OpenBaoDriver();
  }

  validateConfig(config: Config | undefined): void {
    readDriverConfig(config);
  }

  explainName(ref: { namespace: string; name: string }): string | undefined {
    return isSegment(ref.namespace) && isSegment(ref.name)
      ? undefined
      : 'Namespace and name become parts of a path in the store: they may have lower-case letters, digits, hyphens and dots, and begin and end with a letter or digit.';
  }

  connect(options: ConnectOptions): SecretStore {
    const config = readDriverConfig(options.config);
    const client = BaoClient.create(config, options.logger);
    const kv = KvClient.create(client, config.mount);
    const mark = OwnershipMark.create(config.managedBy, options.installationId);
    const paths = PathRules.create(
      options.remoteKeyTemplate ?? this.remoteKeyTemplate,
    );
    const feed = StoreFeed.create({
      kv,
      reader: EntryReader.create({ kv, mark, paths }),
      root: paths.root,
      pollIntervalMs: config.pollIntervalMs,
      logger: options.logger,
    });
    return OpenBaoStore.create({
      client,
      feed,
      kv,
      mark,
      paths,
      fingerprints: options.fingerprints,
    });
  }
}
