import { eventually, withWorld } from '../world';

const stage = withWorld();

const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

describe('a definition', () => {
  it('waits for its objects when it is deleted, and lets nothing new in', async () => {
    const group = `${stage.ns}.example.com`;
    const path = `${definitions}/things.${group}`;
    const things = `/apis/${group}/v1/namespaces/${stage.ns}/things`;
    const thing = (name: string, finalizers?: string[]) => ({
      apiVersion: `${group}/v1`,
      kind: 'Thing',
      metadata: { name, finalizers },
    });
    const made = await stage.api.post(definitions, {
      metadata: { name: `things.${group}` },
      spec: {
        group,
        scope: 'Namespaced',
        names: { plural: 'things', kind: 'Thing' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object' } },
          },
        ],
      },
    });
    expect([made.code, made.body.status.conditions]).toEqual([201, null]);
    await eventually(async () => {
      const { conditions } = (await stage.api.get(path)).body.status;
      expect(conditions.map((condition: any) => condition.type)).toEqual([
        'NamesAccepted',
        'Established',
      ]);
    });
    await eventually(async () => {
      const held = await stage.api.post(
        things,
        thing('held', ['example.com/hold']),
      );
      expect(held.code).toBe(201);
    });
    await stage.api.post(things, thing('free'));
    const marked = await stage.api.delete(path);
    expect(marked.body.metadata.finalizers).toEqual([
      'customresourcecleanup.apiextensions.k8s.io',
    ]);
    await eventually(async () => {
      const late = await stage.api.post(things, thing('late'));
      expect([late.code, late.body.message]).toEqual([
        403,
        `things.${group} "late" is forbidden: create not allowed while custom resource definition is terminating`,
      ]);
      expect((await stage.api.get(`${things}/free`)).code).toBe(404);
    });
    expect((await stage.api.get(path)).code).toBe(200);
    await stage.api.merge(`${things}/held`, {
      metadata: { finalizers: null },
    });
    await eventually(async () => {
      expect((await stage.api.get(path)).code).toBe(404);
    }, 60_000);
  });
});
