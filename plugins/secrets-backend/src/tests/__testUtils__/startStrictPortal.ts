import { DATA_PLANES, draftOf, NAMESPACES, objectsOf } from './estate';
import { Answer, ContractClient, RequestInput } from './ContractClient';
import { eventually } from './eventually';
import { tenant } from './layTestFoundations';
import { startPortal, TestPortal } from './startPortal';
import { PAYMENTS, RUN } from './tenants';

export const CREATE = `/namespaces/${PAYMENTS}/secrets`;
export const VALIDATE = `/namespaces/${PAYMENTS}/secret-validations`;
/** Namespaces as long as they may be, and longer. */
export const LONGEST = RUN.padEnd(49, 'n');
export const TOO_LONG = RUN.padEnd(50, 'n');

/** A portal to which requests are sent that it refuses. */
export interface StrictPortal {
  portal: TestPortal;
  platform: ContractClient;
  /** A create with a body as it is. */
  raw(text: string | Uint8Array, more?: RequestInput): Promise<Answer>;
  /** A create that is right but for these fields. */
  withFields(more: Record<string, unknown>): Promise<Answer>;
  /** Whatever was refused has left nothing behind, and nothing was a failure of ours. */
  expectNothingLeft(): Promise<void>;
}

/** With few types, a small limit of bodies, and a plane `storeless`. */
export async function startStrictPortal(): Promise<StrictPortal> {
  const portal = await startPortal({
    secrets: {
      limits: { bodyBytes: 200_000 },
      names: { reference: '{component}-secrets' },
      types: ['Opaque', 'kubernetes.io/basic-auth', 'kubernetes.io/tls'],
    },
  });
  const platform = portal.as('platform');
  const { objects } = portal.world.clusters['control-plane'];
  for (const name of [LONGEST, TOO_LONG]) {
    await objects.create(NAMESPACES, tenant(name));
  }
  await objects.create(DATA_PLANES, {
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'ClusterDataPlane',
    metadata: { name: 'storeless' },
    spec: {},
  });
  await eventually(async () => {
    const { body } = await platform.get(`/namespaces/${TOO_LONG}/planes`);
    expect(body.items).toHaveLength(3);
  });
  return {
    portal,
    platform,
    raw: (text, more) =>
      platform.request('POST', CREATE, { raw: text, ...more }),
    withFields: more =>
      platform.post(CREATE, draftOf('refused', undefined, more)),
    async expectNothingLeft() {
      expect(await objectsOf(portal, PAYMENTS)).toEqual([]);
      expect(await objectsOf(portal, TOO_LONG)).toEqual([]);
      const operations = await portal.knex('operations');
      expect(
        operations.filter(
          ({ namespace, state }) =>
            namespace === PAYMENTS || state === 'running',
        ),
      ).toEqual([]);
      expect(portal.log()).not.toContain('A request failed');
      expect(
        await portal.knex('record').where({ error_code: 'Internal' }),
      ).toEqual([]);
    },
  };
}
