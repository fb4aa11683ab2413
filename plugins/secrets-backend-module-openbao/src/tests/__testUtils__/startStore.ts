import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import {
  KubernetesClient,
  SecretStore,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import {
  CONFORMANCE_FINGERPRINTS,
  StoreDriverHarness,
} from '@strongroom/backstage-plugin-secrets-node/testUtils';
import { OpenBaoDriver } from '../../OpenBaoDriver';
import { FaultProxy, Upstream } from './FaultProxy';
import { RootClient } from './RootClient';

/** A driver connected to a store through a proxy, with somebody who has every right there. */
export interface TestStore extends StoreDriverHarness {
  proxy: FaultProxy;
  root: RootClient;
  /** Everything that was logged. */
  logged: string[];
  /** A further store of the driver, with a `driverConfig` laid over that of the first. */
  connect(config?: object, installationId?: string): SecretStore;
}

/** Options of {@link startStore}. */
export interface StartStoreOptions {
  upstream: Upstream;
  rootToken: string;
  /** `auth` of the `driverConfig`. */
  auth: object;
  seal(): void | Promise<void>;
  unseal(): void | Promise<void>;
  /** Ends what stands behind the proxy. */
  stop(): Promise<void>;
}

/** Connects the driver to a mount named `secret`. */
export async function startStore(
  options: StartStoreOptions,
): Promise<TestStore> {
  const { upstream, auth } = options;
  const proxy = await FaultProxy.start(upstream);
  const root = RootClient.create(upstream, options.rootToken);
  const driver = OpenBaoDriver.create();
  const logged: string[] = [];
  const logger = mockServices.logger.mock();
  for (const level of ['error', 'warn', 'info', 'debug'] as const) {
    logger[level].mockImplementation((message, meta) => {
      logged.push(`${message} ${JSON.stringify(meta)}`);
    });
  }
  const connect = (config: object = {}, installationId = 'test') =>
    driver.connect({
      plane: {
        ref: { kind: 'ClusterDataPlane', name: 'default' },
        storeName: 'default',
      },
      kubernetes: undefined as unknown as KubernetesClient,
      logger,
      config: new ConfigReader({
        address: proxy.address,
        mount: 'secret',
        pollInterval: { milliseconds: 300 },
        timeout: { seconds: 5 },
        auth,
        ...config,
      } as never),
      managedBy: 'openchoreo-api',
      installationId,
      fingerprints: CONFORMANCE_FINGERPRINTS,
    });

  return {
    proxy,
    root,
    logged,
    driver,
    connect,
    store: connect(),
    direct: true,
    calls: proxy,
    async readValues(remoteKey) {
      const found = await root.send('GET', `secret/data/${remoteKey}`);
      const data = found?.data?.data as Record<string, string> | undefined;
      return (
        data &&
        new Map(
          Object.entries(data).map(([key, value]) => [key, Buffer.from(value)]),
        )
      );
    },
    readTraces: ref => readTraces(root, ref),
    async placeForeign({ remoteKey }, values) {
      const data = values
        ? Object.fromEntries(
            [...values].map(([key, value]) => [
              key,
              value.reveal().toString('utf8'),
            ]),
          )
        : { theirs: '1' };
      await root.send('POST', `secret/data/${remoteKey}`, { data });
    },
    async changeForeign({ remoteKey }) {
      await root.send('PATCH', `secret/data/${remoteKey}`, {
        data: { password: 'changed' },
      });
    },
    stopStore: async () => options.seal(),
    startStore: async () => options.unseal(),
    async stop() {
      await proxy.stop();
      await options.stop();
    },
  };
}

/** Metadata and every version of an entry. */
async function readTraces(
  root: RootClient,
  { remoteKey }: StoredSecretRef,
): Promise<string[]> {
  const metadata = await root.send('GET', `secret/metadata/${remoteKey}`);
  if (!metadata) {
    return [];
  }
  const versions = await Promise.all(
    Object.keys(metadata.data.versions).map(version =>
      root.send('GET', `secret/data/${remoteKey}?version=${version}`),
    ),
  );
  return [metadata, ...versions].map(answer => JSON.stringify(answer?.data));
}
