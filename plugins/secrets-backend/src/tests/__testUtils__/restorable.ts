import { TestWorld } from '@strongroom/real-cluster';
import { ContractClient } from './ContractClient';
import { draftOf, readStore, REFERENCES } from './estate';
import { VAULTED } from './openBaoPlane';
import { PAYMENTS } from './tenants';

/** In every value of a secret that {@link layRestorable} lays. */
export const RESTORED_CANARY = 'canary-5d3b91c47ae0-';

/** What is there of a secret, in its store and its reference. */
export interface ObservedVersions {
  versions: number;
  values: Record<string, string>;
  keys: string[];
}

/** Before a restore of version 2, and after it. */
export const UNRESTORED: ObservedVersions = {
  versions: 3,
  values: { token: `${RESTORED_CANARY}3` },
  keys: ['token'],
};
export const RESTORED: ObservedVersions = {
  versions: 4,
  values: { token: `${RESTORED_CANARY}2`, more: `${RESTORED_CANARY}m` },
  keys: ['token', 'more'],
};

/** A secret whose version 2 has a key more than its first and its last one. @returns its ETag */
export async function layRestorable(
  { kv }: Pick<TestWorld, 'kv'>,
  developer: ContractClient,
  name: string,
): Promise<string> {
  const first = { token: `${RESTORED_CANARY}1` };
  const made = await developer.post(
    `/namespaces/${PAYMENTS}/secrets`,
    draftOf(name, first, { targetPlane: VAULTED }),
  );
  if (made.status !== 201) {
    throw new Error(`The secret ${name} was not made: ${made.text}`);
  }
  for (const { values } of [RESTORED, UNRESTORED]) {
    await kv.send('POST', `secret/data/${PAYMENTS}/generic/${name}`, {
      data: values,
    });
  }
  const shown = await developer.get(`/namespaces/${PAYMENTS}/secrets/${name}`);
  return shown.body.etag;
}

/** Asks for its version 2. */
export async function restoreSecond(
  developer: ContractClient,
  name: string,
  etag: string,
) {
  return developer.request(
    'POST',
    `/namespaces/${PAYMENTS}/secrets/${name}/versions/2/restore`,
    { headers: { 'If-Match': etag } },
  );
}

/** Looks at the store and at the control plane. */
export async function observeVersions(
  world: TestWorld,
  name: string,
): Promise<ObservedVersions> {
  const path = `${PAYMENTS}/generic/${name}`;
  const { body } = await world.kv.send('GET', `secret/metadata/${path}`);
  const reference: any = await world.clusters['control-plane'].objects.get(
    REFERENCES,
    { namespace: PAYMENTS, name },
  );
  return {
    versions: body.data.current_version,
    values: (await readStore({ world }, path)) ?? {},
    keys: reference.spec.data.map(({ secretKey }: any) => secretKey),
  };
}
