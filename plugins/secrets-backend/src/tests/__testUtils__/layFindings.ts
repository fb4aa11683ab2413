import { KubernetesObject } from '@strongroom/embedded-cluster';
import {
  DATA_PLANES,
  draftOf,
  PUSH_SECRETS,
  readStore,
  referenceOf,
  REFERENCES,
  SECRETS,
  WORKLOADS,
} from './estate';
import { eventually } from './eventually';
import { TestPortal } from './startPortal';
import { PAYMENTS, RUN } from './tenants';
import { writeAs } from './writeAs';

const PATIENCE_MS = 60_000;
const IN_PLANE = `openchoreo-kv-${PAYMENTS}`;
/** A plane whose store changes. */
export const MOVED_PLANE = { kind: 'ClusterDataPlane', name: `moved-${RUN}` };

/** Makes one thing of each kind that is not as it should be; each secret has the name of what is wrong with it. */
export interface FindingsEstate {
  orphanedPushSecret(name?: string): Promise<void>;
  orphanedSecret(): Promise<void>;
  pushSecretLost(): Promise<void>;
  sourceMissing(): Promise<void>;
  valueMissing(): Promise<void>;
  foreignPath(): Promise<void>;
  handMade(): Promise<void>;
  leftoverKeys(): Promise<void>;
  concurrentWriter(): Promise<void>;
  missingReference(): Promise<void>;
  expiring(): Promise<void>;
  storeChanged(): Promise<void>;
  /** @param manager - who is said to have written it */
  leftover(name: string, manager: string): Promise<void>;
  interrupted(): Promise<() => void>;
  stuckDelete(): Promise<void>;
}

/** In the tenant of the payments team, by the team itself and by others. */
export function layFindings(portal: TestPortal): FindingsEstate {
  const developer = portal.as('payments-dev');
  const control = portal.world.clusters['control-plane'];
  const { objects } = control;
  const reference = (name: string) => ({ namespace: PAYMENTS, name });
  const inPlane = (name: string) => ({ namespace: IN_PLANE, name });

  const create = async (
    name: string,
    values?: Record<string, string>,
    more?: Record<string, unknown>,
  ) => {
    const made = await developer.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf(name, values, more),
    );
    expect({ name, status: made.status }).toEqual({ name, status: 201 });
  };
  const synced = (name: string) =>
    eventually(async () => {
      const { body } = await developer.get(
        `/namespaces/${PAYMENTS}/secrets/${name}`,
      );
      expect(body.delivery?.state).toBe('Synced');
    }, PATIENCE_MS);
  const make = async (...args: Parameters<typeof create>) => {
    await create(...args);
    await synced(args[0]);
  };
  const losePushSecret = async (name: string) => {
    await objects.delete(PUSH_SECRETS, inPlane(name));
    await eventually(async () => {
      expect(await objects.find(PUSH_SECRETS, inPlane(name))).toBeUndefined();
    }, PATIENCE_MS);
  };
  /** Times of writers are of whole seconds. */
  const nextSecond = () => new Promise(resolve => setTimeout(resolve, 1_100));

  return {
    async orphanedPushSecret(name = 'orphaned-push') {
      await make(name);
      await objects.delete(REFERENCES, reference(name));
    },
    async orphanedSecret() {
      await make('orphaned-secret');
      await objects.delete(REFERENCES, reference('orphaned-secret'));
      await losePushSecret('orphaned-secret');
    },
    async pushSecretLost() {
      await make('push-lost');
      await losePushSecret('push-lost');
    },
    async sourceMissing() {
      await make('source-missing');
      await objects.delete(SECRETS, inPlane('source-missing'));
      await objects.mergePatch(PUSH_SECRETS, inPlane('source-missing'), {
        metadata: { annotations: { touched: 'yes' } },
      });
    },
    async valueMissing() {
      await make('value-missing');
      await losePushSecret('value-missing');
      await objects.delete(SECRETS, inPlane('value-missing'));
    },
    async foreignPath() {
      await objects.create(
        REFERENCES,
        referenceOf(PAYMENTS, 'foreign-path', {
          path: `secret/somebody-${RUN}/generic/database`,
          labels: { 'openchoreo.dev/managed-by': 'strongroom' },
        }),
      );
    },
    async handMade() {
      await objects.create(REFERENCES, referenceOf(PAYMENTS, 'hand-made'));
    },
    async leftoverKeys() {
      await make('leftover-keys', { kept: 'one', dropped: 'two' });
      await nextSecond();
      const { spec } = (await objects.get(
        PUSH_SECRETS,
        inPlane('leftover-keys'),
      )) as any;
      const { spec: referred } = (await objects.get(
        REFERENCES,
        reference('leftover-keys'),
      )) as any;
      await objects.mergePatch(PUSH_SECRETS, inPlane('leftover-keys'), {
        spec: {
          data: spec.data.filter(
            ({ match }: any) => match.secretKey === 'kept',
          ),
        },
      });
      await objects.mergePatch(REFERENCES, reference('leftover-keys'), {
        spec: {
          data: referred.data.filter(
            ({ secretKey }: any) => secretKey === 'kept',
          ),
        },
      });
    },
    async concurrentWriter() {
      control.faults.before(
        {
          verb: 'create',
          resource: 'secretreferences',
          namespace: PAYMENTS,
          times: 1,
        },
        async () => {
          await objects.mergePatch(PUSH_SECRETS, inPlane('two-writers'), {
            spec: { refreshInterval: '30m' },
          });
        },
      );
      await create('two-writers');
    },
    async missingReference() {
      await objects.create(WORKLOADS, {
        apiVersion: 'openchoreo.dev/v1alpha1',
        kind: 'Workload',
        metadata: { name: 'checkout', namespace: PAYMENTS },
        spec: {
          owner: { projectName: 'shop', componentName: 'checkout' },
          container: {
            image: 'registry.example/checkout:1',
            env: [
              {
                key: 'TOKEN',
                valueFrom: {
                  secretKeyRef: { name: 'never-made', key: 'token' },
                },
              },
            ],
          },
        },
      } as KubernetesObject);
    },
    async expiring() {
      const inNineDays = new Date(Date.now() + 9 * 86_400_000);
      await make('expiring', undefined, {
        expiresAt: inNineDays.toISOString(),
      });
    },
    async storeChanged() {
      await objects.create(DATA_PLANES, {
        apiVersion: 'openchoreo.dev/v1alpha1',
        kind: MOVED_PLANE.kind,
        metadata: { name: MOVED_PLANE.name },
        spec: { secretStoreRef: { name: 'default' } },
      } as KubernetesObject);
      await eventually(async () => {
        const { body } = await developer.get(`/namespaces/${PAYMENTS}/planes`);
        expect(body.items.map(({ name }: any) => name)).toContain(
          MOVED_PLANE.name,
        );
      }, PATIENCE_MS);
      await make('store-changed', undefined, { targetPlane: MOVED_PLANE });
      await objects.mergePatch(
        DATA_PLANES,
        { name: MOVED_PLANE.name },
        { spec: { secretStoreRef: { name: 'another' } } },
      );
    },
    async leftover(name, manager) {
      control.faults.add({
        match: {
          verb: 'create',
          resource: 'secretreferences',
          namespace: PAYMENTS,
          times: 1,
        },
        effect: { type: 'status', code: 403 },
      });
      const refused = await developer.post(
        `/namespaces/${PAYMENTS}/secrets`,
        draftOf(name),
      );
      expect(refused.status).toBeGreaterThanOrEqual(400);
      let id: string | undefined;
      await eventually(async () => {
        const operation = await portal
          .knex('operations')
          .where({ name, kind: 'create', state: 'undone' })
          .first();
        id = operation?.id;
        expect(id).toBeDefined();
      }, PATIENCE_MS);
      await writeAs(control, manager, SECRETS, {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          ...inPlane(name),
          annotations: { 'strongroom.dev/operation': id! },
        },
        type: 'Opaque',
        data: { token: Buffer.from('late').toString('base64') },
      } as KubernetesObject);
    },
    async interrupted() {
      const disarm = [
        control.faults.add({
          match: {
            verb: 'create',
            resource: 'secretreferences',
            namespace: PAYMENTS,
            times: 1,
          },
          effect: { type: 'status', code: 403 },
        }),
        control.faults.add({
          match: {
            verb: 'delete',
            resource: 'pushsecrets',
            namespace: IN_PLANE,
            name: 'interrupted',
          },
          effect: { type: 'status', code: 503 },
        }),
      ];
      await developer.post(
        `/namespaces/${PAYMENTS}/secrets`,
        draftOf('interrupted'),
      );
      return () => disarm.forEach(each => each());
    },
    async stuckDelete() {
      await make('stuck-delete');
      await portal.world.kv.seal();
      const answer = await developer.delete(
        `/namespaces/${PAYMENTS}/secrets/stuck-delete`,
      );
      expect(answer.status).toBe(202);
      await portal
        .knex('operations')
        .where({ name: 'stuck-delete', kind: 'delete' })
        .update({ started_at: Date.now() - 180_000 });
    },
  };
}

/** What the store has of a secret of {@link layFindings}. */
export async function storedOf(
  portal: Pick<TestPortal, 'world'>,
  name: string,
): Promise<Record<string, string> | undefined> {
  return readStore(portal, `${PAYMENTS}/generic/${name}`);
}
