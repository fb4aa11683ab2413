import { TestWorld } from '@strongroom/real-cluster';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN } from './tenants';

/** The plane that {@link openBaoPlane} configures. */
export const VAULTED = { kind: 'ClusterDataPlane', name: 'vaulted' };

const POLICY = join(
  __dirname,
  '../../../../../deploy/openbao/strongroom-policy.hcl',
);

/**
 * Configuration below `secrets` of a plane on the driver openbao, before the store of a world: by its proxy, and with the
 * shipped policy and no other right.
 *
 * @param folder - where the certificate of the store is written
 * @param driverConfig - laid over that of the plane
 */
export async function openBaoPlane(
  { kv }: Pick<TestWorld, 'kv'>,
  folder: string,
  driverConfig: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const policy = `portal-${RUN}`;
  await kv.setPolicy(policy, await readFile(POLICY, 'utf8'));
  const caFile = join(folder, 'store.crt');
  await writeFile(caFile, Buffer.from(kv.caData, 'base64'));
  const token = await kv.createToken({ policies: ['default', policy] });
  return {
    planes: {
      defaultCluster: 'control-plane',
      static: [
        {
          ...VAULTED,
          cluster: 'control-plane',
          store: 'bao',
          driver: 'openbao',
          driverConfig: {
            address: kv.address,
            caFile,
            mount: 'secret',
            timeout: { seconds: 3 },
            pollInterval: { milliseconds: 500 },
            auth: { token: { value: token } },
            ...driverConfig,
          },
        },
      ],
    },
  };
}
