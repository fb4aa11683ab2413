import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SystemClock } from './clock';
import { externalSecretsDefinitions } from './definitions';
import { ExternalSecretsController } from './external-secrets';
import {
  Certificates,
  createCertificates,
} from './kubernetes/access/createCertificates';
import { writeKubeconfig } from './kubernetes/kubeconfig';
import { startKvServer } from './kv';
import { openStateFile } from './storage';
import { ServerSettings } from './storage/ServerSettings';
import { startKubernetes } from './startKubernetes';
import { EmbeddedCluster, StartEmbeddedClusterOptions } from './types';

const defaultClusters = ['control-plane', 'plane-2'];

/**
 * Starts clusters with their controllers and a KV v2 store, all on 127.0.0.1 and
 * in this process.
 *
 * @throws when a port that was asked for is taken, or the state cannot be read
 * @public
 */
export async function startEmbeddedCluster(
  options: StartEmbeddedClusterOptions = {},
): Promise<EmbeddedCluster> {
  const clock = options.clock ?? new SystemClock();
  const stateFile = openStateFile(options.stateFile);
  const stops: (() => Promise<void>)[] = [async () => stateFile.close()];
  const stop = async () => {
    for (const step of stops.splice(0).reverse()) {
      await step();
    }
  };
  try {
    const settings = ServerSettings.create(stateFile);
    const certificates = await keptCertificates(settings);
    const recordBodies = options.recordBodies ?? false;
    const kv = options.withoutKv
      ? undefined
      : await settings.start('port/kv', options.kvPort, port =>
          startKvServer({
            ...options.kv,
            port,
            clock,
            stateFile,
            recordBodies,
          }),
        );
    if (kv) {
      settings.set('port/kv', new URL(kv.address).port);
      stops.push(() => kv.stop());
    }
    const clusters: EmbeddedCluster['clusters'] = {};
    for (const name of options.clusters ?? defaultClusters) {
      const started = await startKubernetes({
        name,
        port: options.ports?.[name],
        stateFile,
        settings,
        certificates,
        clock,
        definitions: [
          ...externalSecretsDefinitions,
          ...(options.definitions ?? []),
        ],
        recordBodies,
      });
      stops.push(started.stop);
      clusters[name] = started.cluster;
      if (!options.withoutExternalSecrets) {
        const controller = ExternalSecretsController.start({
          ...options.externalSecrets,
          store: started.cluster.store,
          clock,
          esoVersion: options.esoVersion,
        });
        started.cluster.externalSecrets = controller;
        stops.push(() => controller.stop());
      }
    }
    const kubeconfig = () =>
      writeKubeconfig(
        Object.values(clusters).map(({ name, url, caData, adminToken }) => ({
          name,
          url,
          caData,
          token: adminToken,
        })),
      );
    if (options.kubeconfigPath) {
      writePrivately(options.kubeconfigPath, kubeconfig());
    }
    return { clusters, kv, clock, stateFile, kubeconfig, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Replaces the file in one step, readable for its owner only. */
function writePrivately(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, content, { mode: 0o600 });
  renameSync(temporary, path);
}

/** Clients keep the authority in their kubeconfig, so it is made once per state. */
async function keptCertificates(
  settings: ServerSettings,
): Promise<Certificates> {
  const kept = settings.get('certificates');
  if (kept) {
    return JSON.parse(kept);
  }
  const made = await createCertificates();
  settings.set('certificates', JSON.stringify(made));
  return made;
}
