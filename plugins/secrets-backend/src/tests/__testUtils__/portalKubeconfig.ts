import { AccessRule, writeKubeconfig } from '@strongroom/embedded-cluster';
import { TestCluster, TestWorld } from '@strongroom/real-cluster';
import { ShippedFile, shippedManifests, shippedRulesOf } from './shippedRules';
import { Link } from './startLink';

/** What the portal may do in clusters, by their names: rules, or a file of `deploy/kubernetes`, applied as it is. */
export type AccessRulesByCluster = Record<string, AccessRule[] | ShippedFile>;

/** All clusters as contexts, with tokens of the portal's rights and by the links that it is to use. */
export async function portalKubeconfig(
  world: TestWorld,
  {
    links = {},
    rules = {},
  }: { links?: Record<string, Link>; rules?: AccessRulesByCluster } = {},
): Promise<string> {
  const contexts = [];
  for (const [name, cluster] of Object.entries(world.clusters)) {
    contexts.push({
      name,
      url: links[name] ? `https://127.0.0.1:${links[name].port}` : cluster.url,
      caData: cluster.caData,
      token: await tokenOf(cluster, rules[name] ?? shippedFor(name)),
    });
  }
  return writeKubeconfig(contexts);
}

/** Where nothing else is said, the control plane is a plane too. */
function shippedFor(cluster: string): AccessRule[] | ShippedFile {
  return cluster === 'control-plane' ? shippedRulesOf(cluster) : 'plane';
}

async function tokenOf(
  cluster: TestCluster,
  access: AccessRule[] | ShippedFile,
): Promise<string> {
  return typeof access === 'string'
    ? await cluster.applyAccount(shippedManifests(access))
    : await cluster.createToken(access);
}
