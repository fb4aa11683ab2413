import { mockCredentials } from '@backstage/backend-test-utils';
import { ContractClient } from './__testUtils__/ContractClient';
import { draftOf } from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import {
  BothDrivers,
  PLANES,
  startBothDrivers,
} from './__testUtils__/startBothDrivers';
import { path, PATIENCE_MS } from './__testUtils__/startDeveloper';
import { PAYMENTS } from './__testUtils__/tenants';

const SERVICE = 'external:ci';

describe('audit, rotation and access control', () => {
  let both: BothDrivers;

  beforeAll(async () => {
    both = await startBothDrivers({
      secrets: {
        services: [
          { subject: SERVICE, permissions: ['*'], namespaces: [PAYMENTS] },
        ],
      },
    });
  }, 120_000);

  afterAll(() => both?.stop());

  const clients = (): Array<{ caller: string; client: ContractClient }> => [
    {
      caller: 'user:default/payments-dev',
      client: both.portal.as('payments-dev'),
    },
    { caller: 'user:default/platform', client: both.portal.as('platform') },
    {
      caller: SERVICE,
      client: both.portal.withAuthorization(
        mockCredentials.service.header({
          onBehalfOf: mockCredentials.service(SERVICE),
          targetPluginId: 'secrets',
        }),
      ),
    },
  ];

  /** Creates, rotates and deletes a secret; what was answered, by anyone. */
  async function rotate(client: ContractClient, name: string, plane: unknown) {
    const created = await client.post(
      `/namespaces/${PAYMENTS}/secrets`,
      draftOf(name, undefined, { targetPlane: plane }),
    );
    const { body } = await client.get(path(name));
    const rotated = await client.request('PATCH', path(name), {
      body: { data: { token: { generate: { kind: 'hex' } } } },
      headers: { 'If-Match': body.etag },
    });
    const stranger = both.portal.as('frontend-dev');
    const refused = await stranger.request('PATCH', path(name), {
      body: { data: { token: { value: 'mine' } } },
      headers: { 'If-Match': rotated.body.etag },
    });
    const deleted = await client.delete(path(name));
    await eventually(async () => {
      const running = both.portal
        .knex('operations')
        .where({ name, state: 'running' });
      expect(await running).toEqual([]);
    }, PATIENCE_MS);
    return {
      created: created.status,
      rotated: rotated.status,
      refused: [refused.status, refused.body.error?.code],
      deleted: deleted.status < 300,
    };
  }

  it('S0.10: are the same whoever asks, a person or a service, and whichever driver keeps the value', async () => {
    const stories = [];
    for (const { driver, plane } of PLANES) {
      for (const [index, { caller, client }] of clients().entries()) {
        const name = `same-${driver}-${index}`;
        const answers = await rotate(client, name, plane);
        const rows = await both.portal
          .knex('record')
          .where({ name })
          .orderBy('seq');
        stories.push({
          caller,
          answers,
          recorded: rows.map(row => ({
            ...{ action: row.action, outcome: row.outcome, keys: row.keys },
            code: row.error_code,
            isCaller: row.actor === caller,
          })),
        });
      }
    }
    const [first] = stories;
    expect(first.answers).toEqual({
      created: 201,
      rotated: 200,
      refused: [404, 'NamespaceNotFound'],
      deleted: true,
    });
    expect(first.recorded.length).toBeGreaterThanOrEqual(7);
    expect(first.recorded.filter(({ isCaller }) => !isCaller)).toEqual([
      expect.objectContaining({
        action: 'secret-update',
        outcome: 'denied',
      }),
    ]);
    for (const story of stories) {
      expect(story).toEqual({ ...first, caller: story.caller });
    }
    expect(stories.length).toBe(2 * clients().length);
  }, 180_000);
});
