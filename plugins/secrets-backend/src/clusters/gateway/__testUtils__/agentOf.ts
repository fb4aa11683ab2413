import { TestCluster } from '@strongroom/real-cluster';
import { AgentCluster } from './handOn';

/** The agent of a cluster: it may do everything there but speak for others. */
export async function agentOf(cluster: TestCluster): Promise<AgentCluster> {
  const { url, caData } = cluster;
  const token = await cluster.createToken([
    {
      verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
      apiGroups: ['*'],
      resources: ['*'],
    },
  ]);
  return { url, caData, token };
}
