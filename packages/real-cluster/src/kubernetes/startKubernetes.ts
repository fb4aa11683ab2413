import { writeKubeconfig } from '@strongroom/embedded-cluster';
import { HttpClient } from '../http';
import { freePorts, onTakenPort, Program, Watchdog } from '../processes';
import type { ObtainedProgram } from '../programs';
import type { RealKubernetes } from '../types';
import { writeControlPlaneFiles } from './controlPlaneFiles';
import { compactEtcd } from './compactEtcd';
import { createToken } from './createToken';
import { controllersWork } from './controllersWork';
import { apiServerFlags, controllerManagerFlags, etcdFlags } from './flags';
import {
  Definition,
  definitionsServed,
  installDefinitions,
} from './installDefinitions';

export interface StartKubernetesOptions {
  name: string;
  folder: string;
  watchdog: Watchdog;
  programs: Record<
    'etcd' | 'kube-apiserver' | 'kube-controller-manager',
    ObtainedProgram
  >;
  definitions: Definition[];
  apiServerFlags: string[];
}

/** A cluster, and what External Secrets reaches it with. */
export interface StartedKubernetes {
  cluster: Omit<RealKubernetes, 'mend' | 'externalSecrets'> &
    Record<'etcd' | 'apiServer' | 'controllerManager', Program>;
  /** Path of a kubeconfig of the user `external-secrets`. */
  externalSecretsKubeconfig: string;
}

/** Starts one cluster with its definitions; its controllers work after `ready()`. @throws with the end of a program's log when it does not start */
export async function startKubernetes(
  options: StartKubernetesOptions,
): Promise<StartedKubernetes> {
  const { name, folder, watchdog, programs } = options;
  const files = await writeControlPlaneFiles(folder);
  const { etcd, apiServer, port, etcdPort } = await onTakenPort(async () => {
    const [client, peer, api] = await freePorts(3);
    const ports = { etcd: client, peer, api };
    const start = (program: ObtainedProgram, args: string[]) =>
      Program.start({
        name: program.name,
        command: program.path,
        args,
        folder,
        watchdog,
      });
    const started = {
      etcd: start(programs.etcd, etcdFlags(files, ports)),
      apiServer: start(programs['kube-apiserver'], [
        ...apiServerFlags(files, ports),
        ...options.apiServerFlags,
      ]),
      port: api,
      etcdPort: client,
    };
    try {
      await apiServerReady(started.apiServer, api, files.authority);
    } catch (error) {
      const tail = started.etcd.pid
        ? ''
        : `\netcd ended:\n${started.etcd.tail()}`;
      await Promise.all([started.apiServer.kill(), started.etcd.kill()]);
      throw new Error(`${(error as Error).message}${tail}`);
    }
    return started;
  });
  const url = `https://127.0.0.1:${port}`;
  const caData = Buffer.from(files.authority).toString('base64');
  const admin = HttpClient.create({
    url,
    ca: files.authority,
    headers: { Authorization: `Bearer ${files.tokens.admin}` },
  });
  await installDefinitions(admin, options.definitions);
  const kubeconfigOf = (user: keyof typeof files.tokens) =>
    writeKubeconfig([{ name, url, caData, token: files.tokens[user] }]);
  // Its garbage collector looks for new kinds only every 30 s, so it starts when all are there.
  const controllerManager = Program.start({
    name: 'kube-controller-manager',
    command: programs['kube-controller-manager'].path,
    args: controllerManagerFlags(
      files,
      files.write(
        'controller-manager.kubeconfig',
        kubeconfigOf('controller-manager'),
      ),
    ),
    folder,
    watchdog,
  });
  let provenSince: number | undefined;
  // An informer that has lost its API server waits twice as long after each try, up to a minute, each kind for itself: the
  // collector then acts on what it knew of some kinds before. Started anew, it begins when it knows of all.
  const controllersReady = async () => {
    const lost = Math.max(etcd.since, apiServer.since);
    if (!controllerManager.pid || controllerManager.since < lost) {
      await controllerManager.kill();
      await controllerManager.start();
    }
    if (provenSince !== controllerManager.since) {
      await controllersWork(admin, controllerManager);
      provenSince = controllerManager.since;
    }
  };
  const ready = async () => {
    await apiServerReady(apiServer, port, files.authority);
    await definitionsServed(admin, options.definitions);
    await controllersReady();
  };
  return {
    cluster: {
      name,
      url,
      caData,
      adminToken: files.tokens.admin,
      kubeconfig: () => kubeconfigOf('admin'),
      createToken: rules => createToken(admin, rules, () => undefined),
      etcd,
      apiServer,
      controllerManager,
      ready,
      // All of it is gone when the cluster is.
      deleteLater: () => undefined,
      compact: async () => {
        await compactEtcd(etcdPort, files);
        await apiServer.kill();
        await apiServer.start();
        await ready();
      },
    },
    externalSecretsKubeconfig: files.write(
      'external-secrets.kubeconfig',
      kubeconfigOf('external-secrets'),
    ),
  };
}

async function apiServerReady(
  program: Program,
  port: number,
  ca: string,
): Promise<void> {
  const anybody = HttpClient.create({ url: `https://127.0.0.1:${port}`, ca });
  try {
    await program.ready(async () => {
      const { code } = await anybody.send('GET', '/readyz', {
        timeoutMs: 2_000,
      });
      return code === 200;
    });
  } finally {
    anybody.close();
  }
}
