import { AccessRule, writeKubeconfig } from '@strongroom/embedded-cluster';
import { TestWorld } from '@strongroom/real-cluster';
import { shippedRulesOf } from './shippedRules';
import { Link } from './startLink';

/** What the portal may do in clusters, by their names. */
export type AccessRulesByCluster = Record<string, AccessRule[]>;

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
      token: await cluster.createToken(rules[name] ?? shippedRulesOf(name)),
    });
  }
  return writeKubeconfig(contexts);
}
