import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeKubeconfig } from '@strongroom/embedded-cluster';
import { parseAllDocuments } from 'yaml';
import { Definition } from './kubernetes';
import { startOpenBao } from './openbao';
import { Watchdog } from './processes';
import { obtainPrograms } from './programs';
import type { ObtainedProgram } from './programs';
import { startCluster } from './startCluster';
import type {
  RealCluster,
  RealKubernetes,
  RealKv,
  StartRealClusterOptions,
} from './types';

/**
 * Starts clusters of the real programs with External Secrets and OpenBao, all on 127.0.0.1. Nothing is left of them
 * after `stop()`, nor when this process ends in any other way.
 *
 * @throws when a program cannot be had, or does not start
 * @public
 */
export async function startRealCluster(
  options: StartRealClusterOptions = {},
): Promise<RealCluster> {
  const { withoutKv, withoutExternalSecrets } = options;
  const programs = await obtainPrograms(
    ['etcd', 'kube-apiserver', 'kube-controller-manager'],
    options.progress,
  );
  const extra = await obtainPrograms(
    [
      ...(withoutExternalSecrets ? [] : ['external-secrets' as const]),
      ...(withoutKv ? [] : ['bao' as const]),
    ],
    options.progress,
  );
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-real-'));
  const watchdog = Watchdog.start(folder);
  const startOne = ({ name, push }: Wanted): Promise<RealKubernetes> => {
    const externalSecrets = push ? extra['external-secrets'] : undefined;
    return startCluster({
      name,
      folder,
      watchdog,
      programs,
      externalSecrets,
      definitions: [
        ...(externalSecrets ? definitionsOf(externalSecrets) : []),
        ...(options.definitions ?? []),
      ],
      apiServerFlags: options.apiServerFlags ?? [],
    });
  };
  const startKv = async (): Promise<RealKv | undefined> =>
    withoutKv
      ? undefined
      : await startOpenBao({
          program: extra.bao,
          folder: join(folder, 'bao'),
          watchdog,
        });
  try {
    const [kv, ...started] = await Promise.all([
      startKv(),
      ...wantedClusters(options).map(startOne),
    ]);
    const contexts = started.map(({ name, url, caData, adminToken }) => ({
      name,
      url,
      caData,
      token: adminToken,
    }));
    return {
      clusters: Object.fromEntries(
        started.map(cluster => [cluster.name, cluster]),
      ),
      kv,
      folder,
      kubeconfig: () => writeKubeconfig(contexts),
      stop: () => watchdog.end(),
    };
  } catch (error) {
    await watchdog.end();
    throw error;
  }
}

interface Wanted {
  name: string;
  /** Whether External Secrets runs there. */
  push: boolean;
}

function wantedClusters(options: StartRealClusterOptions): Wanted[] {
  const { planes, clusters = ['control-plane', 'plane-2'] } = options;
  const push = !options.withoutExternalSecrets;
  if (planes === undefined) {
    return clusters.map(name => ({ name, push }));
  }
  return [
    { name: 'control-plane', push: false },
    ...Array.from({ length: planes }, (_, index) => ({
      name: `plane-${index + 1}`,
      push,
    })),
  ];
}

function definitionsOf(program: ObtainedProgram): Definition[] {
  const text = readFileSync(program.definitionsFile ?? '', 'utf8');
  return parseAllDocuments(text).flatMap(document => document.toJS() ?? []);
}
