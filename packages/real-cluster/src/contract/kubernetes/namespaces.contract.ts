import { eventually, failure, names, withWorld } from '../world';

const stage = withWorld();
const all = '/api/v1/namespaces';

describe('a namespace', () => {
  it('is active at once, labelled with its name, and exists once', async () => {
    const name = `${stage.ns}-more`;
    const created = await stage.api.post(`${all}?fieldManager=strongroom`, {
      metadata: { name, labels: { team: stage.ns } },
    });
    expect([created.code, created.body]).toEqual([
      201,
      {
        kind: 'Namespace',
        apiVersion: 'v1',
        metadata: expect.objectContaining({
          name,
          labels: { 'kubernetes.io/metadata.name': name, team: stage.ns },
        }),
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      },
    ]);
    expect(created.body.metadata.namespace).toBeUndefined();
    const again = await stage.api.post(all, { metadata: { name } });
    expect([again.code, again.body]).toEqual([
      409,
      failure({
        message: `namespaces "${name}" already exists`,
        reason: 'AlreadyExists',
        details: { name, kind: 'namespaces' },
        code: 409,
      }),
    ]);
    const found = await stage.api.get(
      `${all}?labelSelector=${encodeURIComponent(
        `team=${stage.ns}`,
      )}&limit=500`,
    );
    expect(names(found.body)).toEqual([name]);
  });

  it('has a name that is a DNS label', async () => {
    const codes = [];
    for (const name of ['a'.repeat(63), 'a'.repeat(64), 'a.b', 'A', 'a_b']) {
      const { code } = await stage.api.post(`${all}?dryRun=All`, {
        metadata: { name },
      });
      codes.push(code);
    }
    expect(codes).toEqual([201, 422, 422, 422, 422]);
  });

  it('that is not there answers reads with nothing and writes with that', async () => {
    const absent = `${stage.ns}-absent`;
    const one = await stage.api.get(`${all}/${absent}`);
    expect([one.code, one.body.message]).toEqual([
      404,
      `namespaces "${absent}" not found`,
    ]);
    const inside = await stage.api.get(`${all}/${absent}/secrets/x`);
    expect([inside.code, inside.body.message]).toEqual([
      404,
      'secrets "x" not found',
    ]);
    const deleted = await stage.api.delete(`${all}/${absent}`);
    expect([deleted.code, deleted.body.reason]).toEqual([404, 'NotFound']);
  });

  it('can be made again when it is gone, with another uid', async () => {
    const name = `${stage.ns}-again`;
    const first = (await stage.api.post(all, { metadata: { name } })).body;
    await stage.api.delete(`${all}/${name}`);
    const second = await eventually(async () => {
      const made = await stage.api.post(all, { metadata: { name } });
      expect(made.code).toBe(201);
      return made.body;
    }, 60_000);
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
  });
});
