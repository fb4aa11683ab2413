import { RequestLog, writeKubeconfig } from '@strongroom/embedded-cluster';
import { Authority, createAuthority } from '../certificates';
import { HttpClient } from '../http';
import { kubernetesProtocol, kvProtocol, startProxy } from '../proxy';
import type { Proxy } from '../proxy';
import { CallLogs, recordCallShapes, recordsCallShapes } from '../shapes';
import { applyAccount } from './applyAccount';
import { boundRules } from './boundRules';
import { HttpObjects } from './HttpObjects';
import { startEmbeddedWorld } from './startEmbeddedWorld';
import { startRealWorld } from './startRealWorld';
import type {
  BareCluster,
  BareKv,
  StartTestWorldOptions,
  TestCluster,
  TestKv,
  TestWorld,
} from './types';

/** More than a test makes. */
const everyRequest = 1_000_000;

/**
 * Starts the world that the environment names in `STRONGROOM_WORLD`: `embedded`, the default, or `real`. A proxy stands in
 * front of each of its servers, so that faults and request logs are the same in both; External Secrets reaches its API
 * server without one. Where `STRONGROOM_CALL_SHAPES` names a folder, the shapes of the portal's calls are written there at
 * the end.
 *
 * @throws when the world does not start
 * @public
 */
export async function startTestWorld(
  options: StartTestWorldOptions = {},
): Promise<TestWorld> {
  const bare =
    process.env.STRONGROOM_WORLD === 'real'
      ? await startRealWorld(options)
      : await startEmbeddedWorld(options);
  const proxies: Proxy[] = [];
  const calls: CallLogs = { kubernetes: [], kv: [] };
  const authority = await createAuthority('proxies');
  const keptLog = (side: keyof CallLogs) => {
    if (!recordsCallShapes()) {
      return undefined;
    }
    const log = RequestLog.create(everyRequest);
    calls[side].push(log);
    return log;
  };
  const certificate = await authority.issue({
    commonName: 'proxy',
    usages: ['server'],
  });
  const clusters: TestCluster[] = [];
  const objects: HttpObjects[] = [];
  const putProxy = async (
    name: string,
    cluster: BareCluster,
    admin: HttpObjects,
  ) => {
    const proxy = await startProxy({
      target: { url: cluster.url, ca: pem(cluster.caData) },
      protocol: kubernetesProtocol,
      certificate,
      keptLog: keptLog('kubernetes'),
    });
    proxies.push(proxy);
    clusters.push(
      behindProxy(bare.kind, name, cluster, proxy, authority, admin),
    );
  };
  for (const cluster of bare.clusters) {
    const admin = HttpObjects.create(cluster);
    objects.push(admin);
    if (options.run) {
      cluster.deleteLater?.({ namespacesWith: options.run });
    }
    await putProxy(cluster.name, cluster, admin);
    for (const [alias, of] of Object.entries(options.aliases ?? {})) {
      if (of === cluster.name) {
        await putProxy(alias, cluster, admin);
      }
    }
  }
  const kvProxy = await startProxy({
    target: { url: bare.kv.address, ca: pem(bare.kv.caData) },
    protocol: kvProtocol,
    certificate,
    keptLog: keptLog('kv'),
  });
  proxies.push(kvProxy);
  const store = HttpClient.create({
    url: bare.kv.address,
    ca: pem(bare.kv.caData),
    headers: { 'X-Vault-Token': bare.kv.token },
  });
  return {
    kind: bare.kind,
    clusters: Object.fromEntries(
      clusters.map(cluster => [cluster.name, cluster]),
    ),
    kv: kvBehindProxy(bare.kv, kvProxy, authority, store),
    kubeconfig: () => writeKubeconfig(clusters.map(contextOf)),
    real: bare.real,
    async stop() {
      recordCallShapes('portal', calls);
      for (const proxy of proxies) {
        await proxy.stop();
      }
      for (const admin of objects) {
        admin.close();
      }
      store.close();
      await bare.stop();
    },
  };
}

function behindProxy(
  kind: TestWorld['kind'],
  name: string,
  bare: BareCluster,
  { url, faults, requestLog }: Proxy,
  authority: Authority,
  objects: HttpObjects,
): TestCluster {
  const { adminToken } = bare;
  const cluster: TestCluster = {
    name,
    url,
    caData: Buffer.from(authority.cert).toString('base64'),
    adminToken,
    kubeconfig: () => writeKubeconfig([contextOf(cluster)]),
    createToken: rules => bare.createToken(rules),
    applyAccount: async manifests => {
      const rules = boundRules(manifests);
      return kind === 'embedded'
        ? await bare.createToken(rules)
        : await objects.tokenOf(await applyAccount(objects, manifests), rules);
    },
    objects,
    faults,
    requestLog,
    externalSecrets: bare.externalSecrets,
    compact: () => bare.compact(),
  };
  return cluster;
}

function kvBehindProxy(
  bare: BareKv,
  { url, faults, requestLog }: Proxy,
  authority: Authority,
  store: HttpClient,
): TestKv {
  return {
    ...bare,
    address: url,
    caData: Buffer.from(authority.cert).toString('base64'),
    faults,
    requestLog,
    send: (method, path, body) => store.send(method, `/v1/${path}`, { body }),
    direct: { address: bare.address, caData: bare.caData },
  };
}

function contextOf({ name, url, caData, adminToken }: TestCluster) {
  return { name, url, caData, token: adminToken };
}

function pem(caData: string | undefined): string | undefined {
  return caData && Buffer.from(caData, 'base64').toString();
}
