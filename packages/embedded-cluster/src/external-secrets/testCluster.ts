import { Clock } from '../clock';
import { externalSecretsDefinitions } from '../definitions';
import { ClusterObjects } from '../kubernetes/store/ClusterObjects';
import { DefaultResourceStore } from '../kubernetes/store/DefaultResourceStore';
import { KvServer, startKvServer } from '../kv';
import { KubernetesObject } from '../storage';
import { MemoryStateFile } from '../storage/MemoryStateFile';
import { ResourceStore } from '../storage/ResourceStore';
import { RevisionStorage } from '../storage/RevisionStorage';
import { ExternalSecretsController } from './ExternalSecretsController';
import { ExternalSecretsControllerOptions, resources } from './types';

/** Objects, store and controller that a test works with. @internal */
export interface TestCluster {
  store: ResourceStore;
  kv: KvServer;
  controller: ExternalSecretsController;
  /** Texts of failed reconciles, the controller's name first. */
  failures: string[];
  /** Sends a request to the store; a 404 without content is `undefined`. */
  kvCall(
    method: string,
    path: string,
    body?: object,
  ): Promise<Record<string, any> | undefined>;
  /** The latest version's data. */
  kvData(path: string): Promise<unknown>;
  kvVersion(path: string): Promise<number>;
  /** Waits, in real time, until the condition holds. */
  until(condition: () => unknown): Promise<void>;
  stop(): Promise<void>;
}

const group = 'external-secrets.io';

/** A cluster with a namespace `app`, a token Secret and a ClusterSecretStore `bao`. @internal */
export async function startTestCluster(
  options: Omit<ExternalSecretsControllerOptions, 'store'> & { clock: Clock },
): Promise<TestCluster> {
  const objects = ClusterObjects.create({
    storage: RevisionStorage.create({
      stateFile: new MemoryStateFile(),
      name: 'test',
    }),
    clock: options.clock,
    definitions: externalSecretsDefinitions,
    authority: 'none',
  });
  const store = DefaultResourceStore.create(objects);
  const kv = await startKvServer({ clock: options.clock });
  store.create(resources.namespaces, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'app' },
  });
  store.create(resources.secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'bao-token', namespace: 'default' },
    data: { token: Buffer.from(kv.token).toString('base64') },
  });
  store.create(resources.clusterSecretStores, clusterStore('bao', kv.address));
  const failures: string[] = [];
  const controller = ExternalSecretsController.start({
    ...options,
    store,
    onReconcileError: (name, _key, error) =>
      failures.push(`${name} | ${error.message}`),
  });
  const kvCall: TestCluster['kvCall'] = async (method, path, body) => {
    const response = await fetch(`${kv.address}/v1/${path}`, {
      method,
      headers: { 'x-vault-token': kv.token },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    return text ? JSON.parse(text).data : undefined;
  };
  return {
    store,
    kv,
    controller,
    failures,
    kvCall,
    kvData: async path => (await kvCall('GET', `secret/data/${path}`))?.data,
    kvVersion: async path =>
      (await kvCall('GET', `secret/data/${path}`))?.metadata.version ?? 0,
    until: async condition => {
      const deadline = Date.now() + 10_000;
      while (!condition()) {
        if (Date.now() > deadline) {
          throw new Error('the condition did not come true in time');
        }
        await new Promise(resolve => setTimeout(resolve, 10));
      }
    },
    stop: async () => {
      await controller.stop();
      objects.stop();
      await kv.stop();
    },
  };
}

/** @internal */
export function clusterStore(name: string, server: string): KubernetesObject {
  return {
    apiVersion: `${group}/v1`,
    kind: 'ClusterSecretStore',
    metadata: { name },
    spec: {
      provider: {
        vault: {
          server,
          path: 'secret',
          version: 'v2',
          auth: {
            tokenSecretRef: {
              name: 'bao-token',
              namespace: 'default',
              key: 'token',
            },
          },
        },
      },
    },
  };
}
