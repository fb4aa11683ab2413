import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Clock,
  EmbeddedKubernetes,
  ExternalSecretsController,
  openStateFile,
  startEmbeddedCluster,
  startKvServer,
} from '@strongroom/embedded-cluster';
import type { BareWorld, StartTestWorldOptions, TestProgram } from './types';

/** The embedded cluster, behaving as the version of External Secrets that the real world runs. */
export async function startEmbeddedWorld({
  clusters,
  definitions,
  clock,
}: StartTestWorldOptions): Promise<BareWorld> {
  // A file, so that a store which was ended knows its tokens and entries when it is started again.
  const folder = mkdtempSync(join(tmpdir(), 'embedded-world-'));
  const stateFile = openStateFile(join(folder, 'kv.sqlite'));
  let kv = await startKvServer({ stateFile });
  const { address, token } = kv;
  const port = Number(new URL(address).port);
  const embedded = await startEmbeddedCluster({
    clusters,
    definitions,
    clock,
    withoutKv: true,
    withoutExternalSecrets: true,
  });
  const controllers: TestProgram[] = [];
  const startController = async (cluster: EmbeddedKubernetes) => {
    const controller = controllerOf(cluster, clock);
    controllers.push(controller);
    await controller.start();
    return controller;
  };
  return {
    kind: 'embedded',
    clusters: await Promise.all(
      Object.values(embedded.clusters).map(async cluster => ({
        ...cluster,
        createToken: async rules => cluster.createToken(rules),
        externalSecrets: await startController(cluster),
        compact: async () => cluster.compact(),
      })),
    ),
    kv: {
      address,
      token,
      seal: async () => kv.seal(),
      unseal: async () => kv.unseal(),
      kill: () => kv.stop(),
      start: async () => {
        kv = await startKvServer({ port, stateFile });
      },
      setPolicy: async (name, text) => kv.setPolicy(name, text),
      createToken: async wanted => kv.createToken(wanted),
    },
    async stop() {
      for (const controller of controllers) {
        await controller.kill();
      }
      await embedded.stop();
      await kv.stop();
      stateFile.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** External Secrets of a cluster, as a program that ends and is started again. */
function controllerOf(
  { store }: EmbeddedKubernetes,
  clock: Clock | undefined,
): TestProgram {
  let running: ExternalSecretsController | undefined;
  return {
    async start() {
      running ??= ExternalSecretsController.start({
        store,
        esoVersion: '0.20',
        // where time is moved, hours of it would be thousands of checks
        ...(clock ? { clock } : { storeRequeueIntervalMs: 200 }),
      });
    },
    async kill() {
      await running?.stop();
      running = undefined;
    },
  };
}
