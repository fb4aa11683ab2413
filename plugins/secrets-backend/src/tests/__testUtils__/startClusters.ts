import {
  EmbeddedCluster,
  EmbeddedKubernetes,
  openChoreoDefinitions,
  startEmbeddedCluster,
} from '@strongroom/embedded-cluster';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DefaultKubernetesClient,
  DefaultKubernetesClientOptions,
} from '../../clusters/client/DefaultKubernetesClient';
import { ReflectorTiming } from '../../clusters/client/Reflector';
import { ClusterConfig } from '../../clusters/connection/types';
import { recordingLogger } from './recordingLogger';

/** Pauses that let a test see a reflector recover. */
export const QUICK: ReflectorTiming = {
  retry: { minMs: 20, maxMs: 100 },
  absentMs: 100,
  watchSeconds: 1,
  silenceMs: 5000,
};

/** Two clusters with OpenChoreo's kinds and a folder for files of credentials. */
export async function startClusters(
  definitions = openChoreoDefinitions,
): Promise<StartedClusters> {
  const folder = await mkdtemp(join(tmpdir(), 'clusters-'));
  const embedded = await startEmbeddedCluster({
    definitions,
    withoutKv: true,
    withoutExternalSecrets: true,
    recordBodies: true,
    kubeconfigPath: join(folder, 'kubeconfig'),
  });
  const clients: DefaultKubernetesClient[] = [];
  return {
    embedded,
    controlPlane: embedded.clusters['control-plane'],
    folder,
    kubeconfig: join(folder, 'kubeconfig'),
    connect(access, options = {}) {
      const client = DefaultKubernetesClient.create(
        {
          name: 'control-plane',
          access: access ?? {
            type: 'kubeconfig',
            path: join(folder, 'kubeconfig'),
          },
          timeoutMs: 2000,
        },
        { logger: recordingLogger(), timing: QUICK, ...options },
      );
      clients.push(client);
      return client;
    },
    async write(name, content) {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    },
    async stop() {
      for (const client of clients) {
        client.close();
      }
      await embedded.stop();
      await rm(folder, { recursive: true });
    },
  };
}

export interface StartedClusters {
  embedded: EmbeddedCluster;
  controlPlane: EmbeddedKubernetes;
  folder: string;
  /** Path of a kubeconfig with both clusters as contexts. */
  kubeconfig: string;
  /** A client of the control plane, by the kubeconfig unless told otherwise. */
  connect(
    access?: ClusterConfig['access'],
    options?: Partial<DefaultKubernetesClientOptions>,
  ): DefaultKubernetesClient;
  /** Writes a file into the folder. @returns its path */
  write(name: string, content: string): Promise<string>;
  stop(): Promise<void>;
}
