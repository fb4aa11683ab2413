import { EstateCluster } from './EstateCluster';

const KEY = { namespace: 'kube-system', name: 'demo-estate' };
const MANAGER = 'demo-estate';

/** What is known about earlier starts on the same state. */
export interface EstateMarks {
  /** Address of the KV store when the foundations were laid; absent: they were not. */
  kvAddress?: string;
  /** Whether the whole estate was made. */
  estate?: 'made';
}

/** Kept among the objects of the cluster and written after them, so that it is never there without them. */
export async function readMarks(cluster: EstateCluster): Promise<EstateMarks> {
  return (await cluster.find('ConfigMap', KEY))?.data ?? {};
}

/** Adds marks to those that are there. */
export async function writeMarks(
  cluster: EstateCluster,
  marks: EstateMarks,
): Promise<void> {
  await cluster.ensure('ConfigMap', { metadata: KEY, data: {} }, MANAGER);
  await cluster.mergePatch(
    'ConfigMap',
    KEY,
    { data: marks },
    { manager: MANAGER },
  );
}
