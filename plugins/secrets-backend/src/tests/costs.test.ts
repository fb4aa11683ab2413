import { LoggedRequest } from '@strongroom/embedded-cluster';
import { draftOf, referenceOf, REFERENCES } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS, SHARED } from './__testUtils__/tenants';

const ROWS = 5_000;
const PATIENCE_MS = 90_000;

describe('what requests cost in calls', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal();
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  }, 60_000);

  const developer = () => portal.as('payments-dev');
  const create = (name: string) =>
    developer().post(`/namespaces/${PAYMENTS}/secrets`, draftOf(name));

  /** Calls of the backend to any cluster, in order; the watches that stand anyway left out. */
  async function callsOf(
    work: () => Promise<{ status: number }>,
    status: number,
  ): Promise<string[]> {
    const logs = Object.values(portal.world.clusters).map(
      ({ requestLog }) => requestLog,
    );
    for (const log of logs) {
      log.clear();
    }
    expect((await work()).status).toBe(status);
    return logs
      .flatMap(({ entries }) => entries)
      .filter(
        ({ userAgent, verb, resource }) =>
          !userAgent.startsWith('external-secrets') &&
          verb !== 'watch' &&
          !(verb === 'list' && resource !== 'secrets'),
      )
      .map(describeCall);
  }

  it('a create looks at three, writes three and checks once; the namespace of the plane is made once', async () => {
    const steps = [
      'look at secretreferences',
      'look at secrets',
      'look at pushsecrets',
      'create secrets',
      'create pushsecrets',
      'create secretreferences',
      'look at secrets',
      'look at pushsecrets',
    ];
    const first = await callsOf(() => create('first'), 201);
    const ensured = ['look at namespaces', 'create namespaces'];
    expect(first.filter(call => ensured.includes(call))).toEqual(ensured);
    expect(inGroups(first.filter(call => !ensured.includes(call)))).toEqual(
      inGroups(steps),
    );
    const second = await callsOf(() => create('second'), 201);
    expect(inGroups(second)).toEqual(inGroups(steps));
  });

  it('S2.11: a change of one key writes the value once, three objects in all, and reads no value', async () => {
    const change = async (body: unknown) => {
      const { etag } = (
        await developer().get(`/namespaces/${PAYMENTS}/secrets/first`)
      ).body;
      return () =>
        developer().patch(`/namespaces/${PAYMENTS}/secrets/first`, body, {
          headers: { 'If-Match': etag },
        });
    };
    const rotation = await callsOf(
      await change({ data: { token: { value: 'next' } } }),
      200,
    );
    const writes = (calls: string[]) =>
      calls.filter(call => !/^(get|look at) /.test(call));
    expect(writes(rotation)).toEqual([
      'patch secrets',
      'patch pushsecrets',
      'patch secretreferences',
    ]);
    expect(rotation.filter(call => call === 'get secrets')).toEqual([]);
    expect(rotation).toHaveLength(14);
    const described = await callsOf(
      await change({ description: 'other', labels: { app: 'shop' } }),
      200,
    );
    expect(described).toEqual([
      'get secretreferences',
      'get secretreferences',
      'get secretreferences',
      'patch secretreferences',
    ]);
    const refused = await callsOf(await change({ data: { '..': null } }), 400);
    expect(refused).toEqual(['get secretreferences']);
  });

  it('a refused create costs no call, and a validation none', async () => {
    const refused = await callsOf(
      () =>
        developer().post(
          `/namespaces/${PAYMENTS}/secrets`,
          draftOf('Not A Name'),
        ),
      400,
    );
    expect(refused).toEqual([]);
    const validated = await callsOf(
      () =>
        developer().post(
          `/namespaces/${PAYMENTS}/secret-validations`,
          draftOf('third'),
        ),
      200,
    );
    expect(validated).toEqual([]);
  });

  it('details read the reference and what stands in the plane; lists, counts, deliveries and entities nothing', async () => {
    const details = await callsOf(
      () => developer().get(`/namespaces/${PAYMENTS}/secrets/first`),
      200,
    );
    expect(details.sort()).toEqual([
      'get pushsecrets',
      'get secretreferences',
      'look at secrets',
    ]);
    for (const path of [
      '/config',
      '/namespaces',
      '/secrets',
      '/secrets?q=first&state=Synced&orderBy=state',
      `/namespaces/${PAYMENTS}/secrets/first/delivery`,
      '/entities/component/default/none/secrets',
    ]) {
      expect({
        path,
        calls: await callsOf(() => developer().get(path), 200),
      }).toEqual({ path, calls: [] });
    }
  });

  it('values of Secrets are never read, listed or watched by the backend', async () => {
    const { requestLog } = portal.world.clusters['control-plane'];
    await create('looked-at');
    await developer().get(`/namespaces/${PAYMENTS}/secrets/looked-at`);
    await developer().delete(`/namespaces/${PAYMENTS}/secrets/looked-at`);
    const ours = requestLog
      .filter({ resource: 'secrets', group: '' })
      .filter(({ userAgent }) => !userAgent.startsWith('external-secrets'));
    expect(ours.length).toBeGreaterThan(3);
    for (const { verb, accept } of ours) {
      expect(['get', 'create', 'patch', 'delete']).toContain(verb);
      if (verb === 'get' || verb === 'patch') {
        expect(accept).toContain('PartialObjectMetadata');
      }
    }
  });

  it('a page of 50 out of 5,000 references makes no call, whatever is searched', async () => {
    const { objects } = portal.world.clusters['control-plane'];
    for (let index = 0; index < ROWS; index += 1) {
      await objects.create(
        REFERENCES,
        referenceOf(SHARED, `row-${String(index).padStart(4, '0')}`, {
          keys: ['user', 'pass', `k${index}`],
          labels: { tier: `t${index % 7}` },
        }),
      );
    }
    const platform = portal.as('platform');
    await eventually(async () => {
      const { body } = await platform.get(`/secrets?namespace=${SHARED}`);
      expect(body.totalItems).toBe(ROWS);
    }, PATIENCE_MS);
    const names: string[] = [];
    let cursor = '';
    for (let page = 0; page < 3; page += 1) {
      const path = `/secrets?namespace=${SHARED}&limit=50${cursor}`;
      let body: any;
      const calls = await callsOf(async () => {
        const answer = await platform.get(path);
        body = answer.body;
        return answer;
      }, 200);
      expect(calls).toEqual([]);
      expect(body.items).toHaveLength(50);
      names.push(...body.items.map(({ name }: any) => name));
      cursor = `&cursor=${body.pageInfo.nextCursor}`;
    }
    expect(new Set(names).size).toBe(150);
    expect(names).toEqual([...names].sort());
    for (const query of [
      'q=k4999',
      'q=t3&orderBy=updatedAt',
      'state=Unknown',
    ]) {
      expect(
        await callsOf(() => platform.get(`/secrets?${query}`), 200),
      ).toEqual([]);
    }
    expect((await platform.get('/secrets?q=k4999')).body.items).toMatchObject([
      { name: 'row-4999' },
    ]);
  }, 180_000);
});

function describeCall({ verb, resource, accept }: LoggedRequest): string {
  return verb === 'get' && accept.includes('PartialObjectMetadata')
    ? `look at ${resource}`
    : `${verb} ${resource}`;
}

/** Looks go out together and arrive in any order: those between two writes are one group. */
function inGroups(calls: string[]): string[][] {
  const groups: string[][] = [];
  for (const call of calls) {
    const isLook = call.startsWith('look');
    if (groups.at(-1)?.[0].startsWith('look') && isLook) {
      groups.at(-1)!.push(call);
      groups.at(-1)!.sort();
    } else {
      groups.push([call]);
    }
  }
  return groups;
}
