import {
  GroupVersionResource,
  KubernetesObject,
} from '@strongroom/embedded-cluster';
import { TestCluster } from '@strongroom/real-cluster';
import { request } from 'node:https';

/** Creates an object under the name of a writer, as its managed fields will show. */
export async function writeAs(
  cluster: TestCluster,
  manager: string,
  type: GroupVersionResource,
  object: KubernetesObject,
): Promise<void> {
  const { group, version, resource } = type;
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  const url = new URL(
    `${root}/namespaces/${object.metadata.namespace}/${resource}?fieldManager=${manager}`,
    cluster.url,
  );
  await new Promise<void>((resolve, reject) => {
    const call = request(
      url,
      {
        method: 'POST',
        ca: Buffer.from(cluster.caData, 'base64'),
        headers: {
          Authorization: `Bearer ${cluster.adminToken}`,
          'Content-Type': 'application/json',
        },
      },
      response => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 201
            ? resolve()
            : reject(new Error(`It was answered ${response.statusCode}`)),
        );
      },
    );
    call.on('error', reject);
    call.end(JSON.stringify(object));
  });
}
