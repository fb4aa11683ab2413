import { readFileSync } from 'node:fs';
import { writeKubeconfig } from '@strongroom/embedded-cluster';
import { HttpClient } from '../http';
import { createToken } from '../kubernetes';
import { administerOpenBao } from '../openbao';
import type {
  RealCluster,
  RealKubernetes,
  RealKv,
  RealProgram,
} from '../types';
import { giveOrder } from './giveOrder';
import { makeWhole } from './makeWhole';
import { TemporaryObjects } from './TemporaryObjects';
import type { HeldCluster, Order, ProgramDescription } from './types';

type Give = (order: Order) => Promise<void>;

/**
 * The real cluster that another process holds, as if it had been started here: programs are killed and started by the
 * holder, the rest goes straight to them. What an earlier user has left killed, suspended or sealed is mended first, and what
 * one that was killed has made for the time being is deleted.
 *
 * @param file - what the holder has written; by default the one that `STRONGROOM_REAL_CLUSTER` names
 * @throws when there is no such file, or its holder has ended
 * @public
 */
export async function connectRealCluster(
  file = process.env.STRONGROOM_REAL_CLUSTER,
): Promise<RealCluster> {
  if (!file) {
    throw new Error(
      'STRONGROOM_REAL_CLUSTER names no held real cluster: `yarn workspace @strongroom/real-cluster hold` starts one and says its file.',
    );
  }
  const held: HeldCluster = JSON.parse(readFileSync(file, 'utf8'));
  const give: Give = order => giveOrder(held.socket, order);
  const admins = Object.fromEntries(
    held.clusters.map(({ name, url, caData, adminToken }) => [
      name,
      HttpClient.create({
        url,
        ca: Buffer.from(caData, 'base64').toString(),
        headers: { Authorization: `Bearer ${adminToken}` },
      }),
    ]),
  );
  const temporary = TemporaryObjects.create(held.folder, admins);
  const clusters = held.clusters.map(cluster =>
    connectKubernetes(cluster, admins[cluster.name], give, what =>
      temporary.add(cluster.name, what),
    ),
  );
  const real: RealCluster = {
    clusters: Object.fromEntries(
      clusters.map(cluster => [cluster.name, cluster]),
    ),
    kv: held.kv && connectKv(held.kv, give),
    folder: held.folder,
    kubeconfig: () =>
      writeKubeconfig(
        held.clusters.map(({ adminToken, ...context }) => ({
          ...context,
          token: adminToken,
        })),
      ),
    stop: async () => {
      await temporary.deleteAll();
      for (const admin of Object.values(admins)) {
        admin.close();
      }
    },
  };
  await makeWhole(real);
  for (const left of TemporaryObjects.abandoned(held.folder, admins)) {
    await left.deleteAll();
  }
  return real;
}

function connectKubernetes(
  cluster: HeldCluster['clusters'][number],
  admin: HttpClient,
  give: Give,
  deleteLater: RealKubernetes['deleteLater'],
): RealKubernetes {
  const { name, url, caData, adminToken, programs } = cluster;
  const part = (
    program: keyof typeof programs,
    described = programs[program],
  ) =>
    described &&
    connectProgram(described, action =>
      give({ cluster: name, program, action }),
    );
  return {
    name,
    url,
    caData,
    adminToken,
    kubeconfig: () =>
      writeKubeconfig([{ name, url, caData, token: adminToken }]),
    createToken: rules =>
      createToken(admin, rules, path => deleteLater({ path })),
    etcd: part('etcd')!,
    apiServer: part('apiServer')!,
    controllerManager: part('controllerManager')!,
    externalSecrets: part('externalSecrets'),
    ready: () => give({ cluster: name, action: 'ready' }),
    mend: () => give({ cluster: name, action: 'mend' }),
    deleteLater,
    compact: () => give({ cluster: name, action: 'compact' }),
  };
}

function connectKv(
  { program, ...access }: NonNullable<HeldCluster['kv']>,
  give: Give,
): RealKv {
  return {
    ...administerOpenBao(access),
    program: connectProgram(program, action => give({ action })),
    ready: () => give({ action: 'ready' }),
  };
}

function connectProgram(
  { name, logFile }: ProgramDescription,
  tell: (action: Order['action']) => Promise<void>,
): RealProgram {
  return {
    name,
    logFile,
    log: () => readFileSync(logFile, 'utf8'),
    start: () => tell('start'),
    kill: () => tell('kill'),
    suspend: () => tell('suspend'),
    resume: () => tell('resume'),
  };
}
