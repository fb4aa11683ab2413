import { withScene } from '../external-secrets/withScene';
import { core, eventually } from '../world';
import { KnownDifferences } from './KnownDifferences';

const scene = withScene();
const differences = KnownDifferences.create();
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

describe('the embedded cluster', () => {
  it(
    'known difference: Workloads, Services and Events are kept',
    differences.of('Workloads, Services and Events are kept', async () => {
      const { code } = await scene.world.api.post(
        core(scene.namespace, 'pods'),
        {
          metadata: { name: 'empty' },
          spec: { containers: [] },
        },
      );
      expect(code).toBe(422);
    }),
  );

  it(
    'known difference: CEL rules of definitions',
    differences.of('CEL rules of definitions', async () => {
      const group = `${scene.namespace}.example.com`;
      const { api } = scene.world;
      const made = await api.post(definitions, {
        metadata: { name: `rules.${group}` },
        spec: {
          group,
          scope: 'Namespaced',
          names: { plural: 'rules', kind: 'Rule' },
          versions: [
            {
              name: 'v1',
              served: true,
              storage: true,
              schema: {
                openAPIV3Schema: {
                  type: 'object',
                  properties: {
                    spec: {
                      type: 'object',
                      properties: { size: { type: 'integer' } },
                      'x-kubernetes-validations': [{ rule: 'self.size > 1' }],
                    },
                  },
                },
              },
            },
          ],
        },
      });
      try {
        const rules = `/apis/${group}/v1/namespaces/${scene.namespace}/rules`;
        const post = (name: string, size: number) =>
          api.post(rules, {
            apiVersion: `${group}/v1`,
            kind: 'Rule',
            metadata: { name },
            spec: { size },
          });
        let probes = 0;
        await eventually(async () => {
          probes += 1;
          const { code } = await post(`kept-${probes}`, 2);
          if (made.code !== 201 || code !== 201) {
            throw new Error(`Not served: ${made.code}, ${code}.`);
          }
        });
        expect((await post('refused', 1)).code).toBe(422);
      } finally {
        await api.delete(`${definitions}/rules.${group}`);
      }
    }),
  );

  it(
    'known difference: Tables have fewer columns',
    differences.of('Tables have fewer columns', async () => {
      const { body } = await scene.world.api.get(
        core(scene.namespace, 'services'),
        { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
      );
      expect(body.columnDefinitions.map(({ name }: any) => name)).toEqual(
        expect.arrayContaining(['Type', 'Cluster-IP', 'Port(s)']),
      );
    }),
  );

  it(
    'known difference: Selectors and YAML that cannot be parsed',
    differences.of('Selectors and YAML that cannot be parsed', async () => {
      const { code, body } = await scene.world.api.get(
        `${core(scene.namespace, 'secrets')}?labelSelector=a%3D%3D%3Db`,
      );
      expect([code, body.message]).toEqual([
        400,
        `unable to parse requirement: found '=', expected: identifier`,
      ]);
    }),
  );

  it(
    'known difference: An ExternalSecret that failed before',
    differences.of('An ExternalSecret that failed before', async () => {
      await scene.createExternal('never', {
        data: [
          { secretKey: 'USER', remoteRef: { key: scene.remoteKey('nothing') } },
        ],
      });
      let status: any;
      await eventually(async () => {
        ({ status } = await scene.get('external', 'never'));
        if (!status?.conditions) {
          throw new Error('Not tried yet.');
        }
      });
      expect(status).toMatchObject({ refreshTime: null });
    }),
  );

  it('differs in what its README says and in nothing else that is known', () => {
    expect(differences.unmatched()).toEqual([]);
  });
});
