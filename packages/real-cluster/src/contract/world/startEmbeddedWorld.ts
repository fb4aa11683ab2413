import {
  EmbeddedCluster,
  ExternalSecretsController,
  KvServer,
  openChoreoDefinitions,
  openStateFile,
  startEmbeddedCluster,
  startKvServer,
} from '@strongroom/embedded-cluster';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallLogs, recordCallShapes, recordsCallShapes } from '../../shapes';
import { Api } from './Api';
import type { BareWorld } from './types';

const storeRequeueIntervalMs = 5_000;

/** The embedded cluster, behaving as the version of External Secrets that the real world runs. */
export async function startEmbeddedWorld(): Promise<BareWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-contract-'));
  const kvState = openStateFile(join(folder, 'kv'));
  const recordBodies = recordsCallShapes();
  const logs: CallLogs = { kubernetes: [], kv: [] };

  const startKv = async (port?: number): Promise<KvServer> => {
    const started = await startKvServer({
      port,
      stateFile: kvState,
      recordBodies,
    });
    logs.kv.push(started.requestLog);
    return started;
  };
  const startCluster = async (): Promise<EmbeddedCluster> => {
    const started = await startEmbeddedCluster({
      clusters: ['contract'],
      definitions: openChoreoDefinitions,
      stateFile: join(folder, 'state'),
      withoutKv: true,
      withoutExternalSecrets: true,
      recordBodies,
    });
    logs.kubernetes.push(started.clusters.contract.requestLog);
    return started;
  };
  let kv = await startKv();
  let embedded = await startCluster();
  let controller: ExternalSecretsController | undefined;
  const externalSecrets = {
    start: async () => {
      controller = ExternalSecretsController.start({
        store: embedded.clusters.contract.store,
        esoVersion: '0.20',
        storeRequeueIntervalMs,
      });
    },
    kill: async () => {
      await controller?.stop();
      controller = undefined;
    },
  };
  await externalSecrets.start();

  const { address, token } = kv;
  const { contract } = embedded.clusters;
  const api = Api.create(contract);
  return {
    kind: 'embedded',
    api,
    kubeconfig: contract.kubeconfig(),
    kv: {
      address,
      token,
      seal: async () => kv.seal(),
      unseal: async () => kv.unseal(),
      setPolicy: async (name, text) => kv.setPolicy(name, text),
      createToken: async (policies, ttlSeconds) =>
        kv.createToken({ policies, ttlSeconds }),
      kill: () => kv.stop(),
      start: async () => {
        kv = await startKv(Number(new URL(address).port));
      },
    },
    externalSecrets,
    createToken: async rules => embedded.clusters.contract.createToken(rules),
    restart: async () => {
      const pushes = controller !== undefined;
      await externalSecrets.kill();
      await embedded.stop();
      api.close();
      embedded = await startCluster();
      if (pushes) {
        await externalSecrets.start();
      }
    },
    forget: async () => embedded.clusters.contract.compact(),
    stop: async () => {
      api.close();
      await externalSecrets.kill();
      await embedded.stop();
      await kv.stop();
      kvState.close();
      rmSync(folder, { recursive: true });
      recordCallShapes('contract', logs);
    },
  };
}
