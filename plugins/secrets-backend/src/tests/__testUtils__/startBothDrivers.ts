import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContractClient, Answer } from './ContractClient';
import { PLANE } from './estate';
import { eventually } from './eventually';
import { openBaoPlane, VAULTED } from './openBaoPlane';
import { startPortal, StartPortalOptions, TestPortal } from './startPortal';
import { startScenarioWorld } from './startScenarioWorld';
import { path } from './startDeveloper';
import { PAYMENTS } from './tenants';

/** The planes of {@link startBothDrivers}, each with a driver of its own. */
export const PLANES = [
  { driver: 'external-secrets', plane: PLANE },
  { driver: 'openbao', plane: VAULTED },
];

/** A portal that writes through External Secrets and straight into a store. */
export interface BothDrivers {
  portal: TestPortal;
  /** Calls as `payments-dev`; another one after a restart. */
  readonly developer: ContractClient;
  /** Creates a secret of type Opaque; it is in the index, and its value on its way. */
  create(
    plane: unknown,
    name: string,
    values: Record<string, string>,
    more?: Record<string, unknown>,
  ): Promise<Answer>;
  /** The ETag as it is now. */
  etag(name: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts it with operations that soon go on when they are interrupted. */
export async function startBothDrivers(
  options: StartPortalOptions & {
    /** Merged over the configuration of the driver openbao. */
    driverConfig?: Record<string, unknown>;
  } = {},
): Promise<BothDrivers> {
  const folder = await mkdtemp(join(tmpdir(), 'both-'));
  const world = await startScenarioWorld({});
  const portal = await startPortal({
    ...options,
    world,
    secrets: {
      installation: { id: 'portal-a' },
      ...(await openBaoPlane(world, folder, options.driverConfig)),
      operations: {
        lease: { seconds: 1 },
        requestTimeout: { seconds: 2 },
        deadline: { seconds: 8 },
      },
      ...options.secrets,
    },
  });
  const developer = () => portal.as('payments-dev');
  await eventually(async () => {
    const { body } = await developer().get(`/namespaces/${PAYMENTS}/planes`);
    const ready = body.items.filter((plane: any) => plane.store?.ready);
    expect(ready.map(({ name }: any) => name)).toContain(VAULTED.name);
  }, 30_000);
  return {
    portal,
    get developer() {
      return developer();
    },
    create: (plane, name, values, more = {}) =>
      developer().post(`/namespaces/${PAYMENTS}/secrets`, {
        name,
        type: 'Opaque',
        targetPlane: plane,
        data: Object.fromEntries(
          Object.entries(values).map(([key, value]) => [key, { value }]),
        ),
        ...more,
      }),
    etag: async name => (await developer().get(path(name))).body.etag,
    async stop() {
      await portal.stop();
      await world.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
