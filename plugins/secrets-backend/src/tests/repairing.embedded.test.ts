import fc from 'fast-check';
import {
  Finding,
  FindingKind,
} from '@strongroom/backstage-plugin-secrets-common';
import { randomUUID } from 'node:crypto';
import {
  linkOf,
  objectsOf,
  PUSH_SECRETS,
  referenceOf,
  REFERENCES,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  FindingsEstate,
  layFindings,
  storedOf,
} from './__testUtils__/layFindings';
import {
  layPlaneNamespaces,
  layPlaneSecret,
  PLANE_NAMESPACE,
} from './__testUtils__/layPlaneSecret';
import { VAULTED } from './__testUtils__/openBaoPlane';
import {
  BothDrivers,
  startBothDrivers,
} from './__testUtils__/startBothDrivers';
import { TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, RUN } from './__testUtils__/tenants';

const PATIENCE_MS = 60_000;
const IN_PLANE = `openchoreo-kv-${PAYMENTS}`;

describe('the repair of what is not as it should be', () => {
  let both: BothDrivers;
  let portal: TestPortal;
  let estate: FindingsEstate;

  beforeAll(async () => {
    both = await startBothDrivers();
    portal = both.portal;
    estate = layFindings(portal);
    await layPlaneNamespaces(portal);
    // faults are for the next create
    await estate.leftover('landed-late', 'strongroom');
    await estate.leftover('changed-since', 'kubectl');
    await Promise.all([
      estate.orphanedPushSecret(),
      estate.orphanedPushSecret('adopted'),
      estate.orphanedPushSecret('taken-back'),
      estate.orphanedSecret(),
      estate.pushSecretLost(),
      estate.valueMissing(),
      estate.leftoverKeys(),
      estate.foreignPath(),
      estate.storeChanged(),
      estate.sourceMissing(),
      estate.handMade(),
      estate.missingReference(),
      estate.expiring(),
      layOrphanedLink(),
      layInStore('orphaned-value'),
      layInStore('destroyed'),
    ]);
    await objects().delete(REFERENCES, {
      namespace: PAYMENTS,
      name: 'orphaned-value',
    });
    await inStore('DELETE', 'destroyed');
  }, 180_000);

  afterAll(async () => {
    await both.stop();
  }, 60_000);

  const inStore = (method: string, name: string) =>
    portal.world.kv.send(method, `secret/metadata/${PAYMENTS}/generic/${name}`);
  const layInStore = async (name: string) => {
    const made = await both.create(VAULTED, name, { token: 'value' });
    expect(made.status).toBe(201);
  };
  /** A Secret of an application that was linked, and whose reference is gone. */
  const layOrphanedLink = async () => {
    await layPlaneSecret(portal, 'theirs', { password: 'kept' });
    const linked = await both.developer.post(
      `/namespaces/${PAYMENTS}/references`,
      linkOf('orphaned-link', {
        source: { kind: 'secret', namespace: PLANE_NAMESPACE, name: 'theirs' },
        keys: { mode: 'all' },
      }),
    );
    expect(linked.status).toBe(201);
    await eventually(async () => {
      expect(await storedOf(portal, 'orphaned-link')).toEqual({
        password: 'kept',
      });
    }, PATIENCE_MS);
    await objects().delete(REFERENCES, {
      namespace: PAYMENTS,
      name: 'orphaned-link',
    });
  };
  const objects = () => portal.world.clusters['control-plane'].objects;
  const list = async (kind?: FindingKind, user = 'platform') => {
    const query = kind ? `&kind=${kind}` : '';
    const { body } = await portal
      .as(user)
      .get(`/findings?namespace=${PAYMENTS}${query}`);
    return body.items as Finding[];
  };
  const find = async (kind: FindingKind, name: string, user = 'platform') => {
    let found: Finding | undefined;
    await eventually(async () => {
      found = (await list(kind, user)).find(each => each.name === name);
      expect(found).toBeDefined();
    }, PATIENCE_MS);
    return found!;
  };
  const gone = (kind: FindingKind, name: string) =>
    eventually(async () => {
      expect((await list(kind)).map(each => each.name)).not.toContain(name);
    }, PATIENCE_MS);
  const repair = (
    { id }: Finding,
    action: string,
    options: { user?: string; dryRun?: boolean; key?: string } = {},
  ) =>
    portal
      .as(options.user ?? 'platform')
      .post(
        `/findings/${id}/repair${options.dryRun ? '?dryRun=true' : ''}`,
        { action, reason: 'as agreed' },
        { headers: options.key ? { 'Idempotency-Key': options.key } : {} },
      );
  const standing = async (name: string) =>
    (await objectsOf(portal, PAYMENTS)).filter(each =>
      each.endsWith(`/${name}`),
    );
  const repairsOf = (name: string): Promise<any[]> =>
    portal
      .knex('record')
      .where({ name, action: 'finding-repair' })
      .orderBy('seq');

  it('T23: removes an orphaned PushSecret with its Secret and the value, after a preview, once', async () => {
    const orphan = await find('OrphanedPushSecret', 'orphaned-push');
    const preview = await repair(orphan, 'remove', { dryRun: true });
    expect(preview.body).toMatchObject({ dryRun: true, settled: false });
    expect(preview.body.changes.map(({ object }: any) => object)).toEqual([
      'PushSecret',
      'Secret',
    ]);
    expect(await standing('orphaned-push')).toHaveLength(2);

    const key = randomUUID();
    const done = await repair(orphan, 'remove', { key });
    expect(done).toMatchObject({
      status: 200,
      body: { dryRun: false, settled: true, changes: preview.body.changes },
    });
    expect(await standing('orphaned-push')).toEqual([]);
    expect(await storedOf(portal, 'orphaned-push')).toBeUndefined();
    const again = await repair(orphan, 'remove', { key });
    expect([again.status, again.body]).toEqual([200, done.body]);
    expect(
      (await repairsOf('orphaned-push')).map(({ outcome, actor, reason }) => ({
        outcome,
        actor,
        reason,
      })),
    ).toEqual(
      ['intent', 'success'].map(outcome => ({
        outcome,
        actor: 'user:default/platform',
        reason: 'as agreed',
      })),
    );
    expect((await repair(orphan, 'remove', { user: 'guest' })).status).toBe(
      404,
    );
  }, 120_000);

  it('T23: gives an orphan its reference back, and it is a secret like any other', async () => {
    const orphan = await find('OrphanedPushSecret', 'adopted');
    expect(orphan.actions).toEqual(['adopt', 'remove']);
    expect((await repair(orphan, 'adopt')).body).toMatchObject({
      settled: true,
      changes: [{ object: 'SecretReference', action: 'create' }, {}],
    });
    const { body } = await both.developer.get(
      `/namespaces/${PAYMENTS}/secrets/adopted`,
    );
    expect(body).toMatchObject({
      type: 'Opaque',
      keys: ['token'],
      managed: true,
      delivery: { state: 'Synced' },
    });
    expect(await storedOf(portal, 'adopted')).toEqual({ token: 'value' });
    const removed = await both.developer.delete(
      `/namespaces/${PAYMENTS}/secrets/adopted`,
    );
    expect(removed.status).toBe(204);
    expect(await storedOf(portal, 'adopted')).toBeUndefined();
  }, 60_000);

  it('T19 T23: takes the value of a link without a reference out of the store, and leaves its Secret alone', async () => {
    const orphan = await find('OrphanedPushSecret', 'orphaned-link');
    expect(orphan.actions).toEqual(['remove']);
    expect((await repair(orphan, 'remove')).body.settled).toBe(true);
    expect(await storedOf(portal, 'orphaned-link')).toBeUndefined();
    const place = { namespace: PLANE_NAMESPACE, name: 'theirs' };
    expect(await objects().get(SECRETS, place)).toMatchObject({
      data: { password: Buffer.from('kept').toString('base64') },
    });
    await gone('OrphanedPushSecret', 'orphaned-link');
  }, 60_000);

  it('T23: finds a value without a reference in a store that is written directly, and destroys it', async () => {
    const orphan = await find('OrphanedValue', 'orphaned-value');
    expect(orphan.actions).toEqual(['adopt', 'remove']);
    expect((await repair(orphan, 'remove')).body.settled).toBe(true);
    expect((await inStore('GET', 'orphaned-value')).code).toBe(404);
    await gone('OrphanedValue', 'orphaned-value');
  }, 60_000);

  it('T23: finds a reference whose value somebody took out of such a store, and removes it', async () => {
    const missing = await find('ValueMissing', 'destroyed', 'payments-dev');
    const repaired = await repair(missing, 'remove', { user: 'payments-dev' });
    expect(repaired.body).toMatchObject({ settled: true });
    expect(await standing('destroyed')).toEqual([]);
  }, 60_000);

  it('T23: removes a Secret that nothing names or pushes', async () => {
    const orphan = await find('OrphanedSecret', 'orphaned-secret');
    expect((await repair(orphan, 'remove')).body.settled).toBe(true);
    expect(await standing('orphaned-secret')).toEqual([]);
  }, 120_000);

  it('T23 S4.8: makes a lost PushSecret again, and the value arrives', async () => {
    const lost = await find('PushSecretLost', 'push-lost', 'payments-dev');
    expect(await storedOf(portal, 'push-lost')).toBeUndefined();
    const repaired = await repair(lost, 'retry', { user: 'payments-dev' });
    expect(repaired.body).toMatchObject({ settled: true });
    await eventually(async () => {
      expect(await storedOf(portal, 'push-lost')).toEqual({ token: 'value' });
    }, PATIENCE_MS);
    await gone('PushSecretLost', 'push-lost');
  }, 120_000);

  it('T23: removes a reference whose value is gone', async () => {
    const missing = await find('ValueMissing', 'value-missing', 'payments-dev');
    const repaired = await repair(missing, 'remove', { user: 'payments-dev' });
    expect(repaired.body).toMatchObject({ settled: true });
    expect(await standing('value-missing')).toEqual([]);
    await gone('ValueMissing', 'value-missing');
  }, 120_000);

  it('T23: takes keys out of the Secret that another writer dropped, and nothing else', async () => {
    const left = await find('LeftoverKeys', 'leftover-keys', 'payments-dev');
    const repaired = await repair(left, 'prune', { user: 'payments-dev' });
    expect(repaired.body).toMatchObject({ settled: true });
    const place = { namespace: IN_PLANE, name: 'leftover-keys' };
    const { data } = (await objects().get(SECRETS, place)) as any;
    expect(data).toEqual({ kept: Buffer.from('one').toString('base64') });
    await gone('LeftoverKeys', 'leftover-keys');
    expect(await storedOf(portal, 'leftover-keys')).toEqual({ kept: 'one' });
  }, 120_000);

  it('T19: removes a reference to a path of somebody else, and leaves what stands there', async () => {
    await portal.world.kv.send(
      'POST',
      `secret/data/secret/somebody-${RUN}/generic/database`,
      { data: { token: 'theirs' } },
    );
    const foreign = await find('ForeignPath', 'foreign-path');
    expect((await repair(foreign, 'remove')).body.settled).toBe(true);
    expect(await standing('foreign-path')).toEqual([]);
    const { body } = await portal.world.kv.send(
      'GET',
      `secret/data/secret/somebody-${RUN}/generic/database`,
    );
    expect(body.data.data).toEqual({ token: 'theirs' });
  }, 120_000);

  it('T18: a secret that is pushed to another store than its plane names is told, and never moved', async () => {
    const changed = await find('StoreChanged', 'store-changed');
    expect(changed.actions).toEqual([]);
    for (const action of ['retry', 'prune', 'adopt', 'remove', 'giveUp']) {
      const refused = await repair(changed, action);
      expect([action, refused.status, refused.body.error.code]).toEqual([
        action,
        422,
        'Unsupported',
      ]);
    }
    const place = { namespace: IN_PLANE, name: 'store-changed' };
    const { spec } = (await objects().get(PUSH_SECRETS, place)) as any;
    expect(spec.secretStoreRefs).toEqual([
      { kind: 'ClusterSecretStore', name: 'default' },
    ]);
    expect(await storedOf(portal, 'store-changed')).toEqual({ token: 'value' });
  }, 120_000);

  it('T22 T23: what a call of an undone create made late is removed by itself', async () => {
    await eventually(async () => {
      expect(await standing('landed-late')).toEqual([]);
    }, PATIENCE_MS);
    await eventually(async () => {
      expect(
        (await repairsOf('landed-late')).map(({ outcome, actor }) => [
          outcome,
          actor,
        ]),
      ).toEqual([
        ['intent', 'plugin:secrets'],
        ['success', 'plugin:secrets'],
      ]);
    });
  }, 120_000);

  it('T19 T22: what somebody else has written to since is left for somebody to decide', async () => {
    const left = await find('LeftoverObject', 'changed-since');
    // longer than it takes to look twice
    await new Promise(resolve => setTimeout(resolve, 5_000));
    expect(await standing('changed-since')).toEqual(['secrets/changed-since']);
    const refused = await repair(left, 'remove', { user: 'payments-dev' });
    expect(refused.status).toBe(404);
    expect((await repair(left, 'remove')).body.settled).toBe(true);
    expect(await standing('changed-since')).toEqual([]);
  }, 120_000);

  it('T19: an orphan that was given a reference in between is left alone', async () => {
    const orphan = await find('OrphanedPushSecret', 'taken-back');
    portal.world.clusters['control-plane'].faults.before(
      {
        verb: 'get',
        resource: 'secretreferences',
        name: 'taken-back',
        times: 1,
      },
      async () => {
        await objects().create(
          REFERENCES,
          referenceOf(PAYMENTS, 'taken-back', {
            labels: { 'openchoreo.dev/managed-by': 'openchoreo-api' },
          }),
        );
      },
    );
    const refused = await repair(orphan, 'remove');
    expect([refused.status, refused.body.error.code]).toEqual([
      412,
      'VersionConflict',
    ]);
    expect(await standing('taken-back')).toHaveLength(3);
    expect(await storedOf(portal, 'taken-back')).toEqual({ token: 'value' });
    expect((await repairsOf('taken-back')).at(-1)).toMatchObject({
      outcome: 'failure',
      error_code: 'VersionConflict',
    });
  }, 120_000);

  it('T22 S4.8: an operation that cannot end is told with its cause, and tried again when asked', async () => {
    const mend = await estate.interrupted();
    const stuck = await find('InterruptedOperation', 'interrupted');
    expect(stuck).toMatchObject({
      severity: 'warning',
      actions: ['retry'],
      sentence: expect.stringContaining('The creation of this secret'),
    });
    mend();
    const retried = await repair(stuck, 'retry');
    expect(retried.status).toBe(retried.body.settled ? 200 : 202);
    await gone('InterruptedOperation', 'interrupted');
    expect(await standing('interrupted')).toEqual([]);
  }, 120_000);

  it('S0.8: a deletion that the store does not confirm is told, and given up when asked', async () => {
    await estate.stuckDelete();
    const stuck = await find('StuckDelete', 'stuck-delete', 'payments-dev');
    expect(stuck.actions).toEqual(['retry', 'giveUp']);
    const tried = await repair(stuck, 'retry', { user: 'payments-dev' });
    expect(tried).toMatchObject({ status: 202, body: { settled: false } });
    await eventually(async () => {
      const ended = await repair(stuck, 'giveUp', { user: 'payments-dev' });
      expect(ended.body).toMatchObject({ settled: true });
    }, PATIENCE_MS);
    expect(await standing('stuck-delete')).toEqual([]);
    await portal.world.kv.unseal();
    expect(await storedOf(portal, 'stuck-delete')).toEqual({ token: 'value' });
  }, 120_000);

  it('a preview changes nothing, and a repair twice is a repair once, whatever was found', async () => {
    await find('SourceMissing', 'source-missing');
    const everything = async () =>
      JSON.stringify([
        await objectsOf(portal, PAYMENTS),
        (await list()).map(({ id }) => id).sort(),
      ]);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(),
        fc.constantFrom('retry', 'prune', 'adopt', 'remove', 'giveUp'),
        async (index, action) => {
          const found = await list();
          const before = await everything();
          const finding = found[index % found.length];
          const preview = await repair(finding, action, { dryRun: true });
          const offered = finding.actions.includes(action as never);
          expect(preview.status).toBe(offered ? 200 : 422);
          expect(await everything()).toBe(before);
          if (offered) {
            const done = await repair(finding, action);
            const once = await objectsOf(portal, PAYMENTS);
            const twice = await repair(finding, action);
            expect(twice.body).toEqual(done.body);
            expect(await objectsOf(portal, PAYMENTS)).toEqual(once);
          }
        },
      ),
      { numRuns: 12 },
    );
  }, 120_000);
});
