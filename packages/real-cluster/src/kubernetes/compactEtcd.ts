import { HttpClient } from '../http';
import { ControlPlaneFiles } from './controlPlaneFiles';

/**
 * Makes etcd forget all but the present state.
 * @see https://etcd.io/docs/v3.6/dev-guide/api_grpc_gateway/
 */
export async function compactEtcd(
  port: number,
  { etcdClient: { ca, cert, key } }: ControlPlaneFiles,
): Promise<void> {
  const etcd = HttpClient.create({
    url: `https://127.0.0.1:${port}`,
    ca,
    certificate: { cert, key },
  });
  const call = async (path: string, body: object) => {
    const answer = await etcd.send('POST', path, { body });
    if (answer.code !== 200) {
      throw new Error(`etcd answered ${path}: ${answer.text}`);
    }
    return answer.body;
  };
  try {
    const { header } = await call('/v3/maintenance/status', {});
    await call('/v3/kv/compaction', {
      revision: header.revision,
      physical: true,
    });
  } finally {
    etcd.close();
  }
}
