import {
  core,
  eventually,
  failure,
  reference,
  references,
  secret,
  withWorld,
} from '../world';

const stage = withWorld();

describe('what is left behind', () => {
  it('takes along what an owner leaves behind', async () => {
    const owner = (
      await stage.api.post(references(stage.ns), reference('owner'))
    ).body;
    await stage.api.post(core(stage.ns, 'secrets'), {
      metadata: {
        name: 'dependent',
        ownerReferences: [
          {
            apiVersion: owner.apiVersion,
            kind: owner.kind,
            name: 'owner',
            uid: owner.metadata.uid,
          },
        ],
      },
    });
    await stage.api.delete(`${references(stage.ns)}/owner`, {
      propagationPolicy: 'Background',
    });
    await eventually(async () => {
      expect(
        (await stage.api.get(`${core(stage.ns, 'secrets')}/dependent`)).code,
      ).toBe(404);
    }, 60_000);
  });

  it('empties a namespace before it goes, and lets nothing in meanwhile', async () => {
    await stage.api.post(core(stage.ns, 'secrets'), secret('free'));
    await stage.api.post(core(stage.ns, 'secrets'), {
      metadata: { name: 'held', finalizers: ['example.com/hold'] },
    });
    const deleted = await stage.api.delete(`/api/v1/namespaces/${stage.ns}`);
    expect([deleted.code, deleted.body.status.phase]).toEqual([
      200,
      'Terminating',
    ]);
    const late = await stage.api.post(
      core(stage.ns, 'secrets'),
      secret('late'),
    );
    expect(late.body).toEqual(
      failure({
        message: `secrets "late" is forbidden: unable to create new content in namespace ${stage.ns} because it is being terminated`,
        reason: 'Forbidden',
        details: {
          name: 'late',
          kind: 'secrets',
          causes: [
            {
              reason: 'NamespaceTerminating',
              message: `namespace ${stage.ns} is being terminated`,
              field: 'metadata.namespace',
            },
          ],
        },
        code: 403,
      }),
    );
    await eventually(async () => {
      expect(
        (await stage.api.get(`${core(stage.ns, 'secrets')}/free`)).code,
      ).toBe(404);
    });
    expect((await stage.api.get(`/api/v1/namespaces/${stage.ns}`)).code).toBe(
      200,
    );
    await stage.api.merge(`${core(stage.ns, 'secrets')}/held`, {
      metadata: { finalizers: [] },
    });
    await eventually(async () => {
      expect((await stage.api.get(`/api/v1/namespaces/${stage.ns}`)).code).toBe(
        404,
      );
    }, 60_000);
  });
});
