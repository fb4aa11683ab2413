import {
  core,
  failure,
  reference,
  references,
  secret,
  withWorld,
} from '../world';

const stage = withWorld();
const denied = 'User "system:serviceaccount:default:[a-z0-9-]+" cannot';

describe('access', () => {
  it('is given for verbs and kinds in a namespace, and denied with words that name what is missing', async () => {
    const { api, ns } = stage;
    const token = await stage.world.createToken([
      {
        verbs: ['get'],
        apiGroups: [''],
        resources: ['secrets'],
        namespaces: [ns],
      },
    ]);
    await api.post(core(ns, 'secrets'), secret('one'));
    const one = `${core(ns, 'secrets')}/one`;
    expect((await api.get(one, { token })).code).toBe(200);
    const list = await api.get(core(ns, 'secrets'), { token });
    expect([list.code, list.body]).toEqual([
      403,
      failure({
        message: expect.stringMatching(
          new RegExp(
            `^secrets is forbidden: ${denied} list resource "secrets" in API group "" in the namespace "${ns}"$`,
          ),
        ),
        reason: 'Forbidden',
        details: { kind: 'secrets' },
        code: 403,
      }),
    ]);
    const custom = await api.get(`${references(ns)}/x`, { token });
    expect([custom.code, custom.body.message, custom.body.details]).toEqual([
      403,
      expect.stringMatching(
        new RegExp(
          `^secretreferences\\.openchoreo\\.dev "x" is forbidden: ${denied} get resource "secretreferences" in API group "openchoreo\\.dev" in the namespace "${ns}"$`,
        ),
      ),
      { name: 'x', group: 'openchoreo.dev', kind: 'secretreferences' },
    ]);
  });

  it('is denied to every other verb, before anything else is looked at', async () => {
    const { api, ns } = stage;
    const token = await stage.world.createToken([]);
    const call = { token };
    const path = `${references(ns)}/x`;
    const answers = {
      create: await api.post(references(ns), reference('x'), call),
      update: await api.put(path, reference('x'), call),
      patch: await api.merge(path, { spec: {} }, call),
      delete: await api.delete(path, undefined, call),
      watch: await api.get(`${references(ns)}?watch=1&timeoutSeconds=1`, call),
      deletecollection: await api.delete(references(ns), undefined, call),
    };
    for (const [verb, { code, body }] of Object.entries(answers)) {
      expect([verb, code, body.message]).toEqual([
        verb,
        403,
        expect.stringMatching(
          new RegExp(
            `${denied} ${verb} resource "secretreferences" in API group "openchoreo\\.dev" in the namespace "${ns}"$`,
          ),
        ),
      ]);
    }
    const status = await api.merge(`${path}/status`, {}, call);
    expect(status.body.message).toMatch(
      /cannot patch resource "secretreferences\/status" in API group/,
    );
    const everywhere = await api.get(
      '/apis/openchoreo.dev/v1alpha1/secretreferences',
      call,
    );
    expect(everywhere.body.message).toMatch(
      /cannot list resource "secretreferences" in API group "openchoreo\.dev" at the cluster scope$/,
    );
    const namespace = await api.get(`/api/v1/namespaces/${ns}`, call);
    expect(namespace.body.message).toMatch(
      new RegExp(
        `^namespaces "${ns}" is forbidden: ${denied} get resource "namespaces" in API group "" in the namespace "${ns}"$`,
      ),
    );
  });

  it('may be bound to which no list and no create has', async () => {
    const { api, ns } = stage;
    const token = await stage.world.createToken([
      {
        verbs: ['get', 'list', 'create', 'delete'],
        apiGroups: ['openchoreo.dev'],
        resources: ['secretreferences'],
        resourceNames: ['mine'],
        namespaces: [ns],
      },
    ]);
    const call = { token };
    for (const name of ['mine', 'other']) {
      await api.post(references(ns), reference(name));
    }
    expect((await api.get(`${references(ns)}/mine`, call)).code).toBe(200);
    expect((await api.get(`${references(ns)}/other`, call)).code).toBe(403);
    expect((await api.get(references(ns), call)).code).toBe(403);
    expect((await api.post(references(ns), reference('mine'), call)).code).toBe(
      403,
    );
    const path = `${references(ns)}/mine`;
    expect((await api.delete(path, undefined, call)).code).toBe(200);
    // Allowed to ask for what is not there.
    expect((await api.get(path, call)).code).toBe(404);
  });

  it('is refused to a token that nobody knows', async () => {
    for (const token of ['nobody', 'a.b.c', '']) {
      const { code, body } = await stage.api.get(core(stage.ns, 'secrets'), {
        token,
      });
      expect([code, body]).toEqual([
        401,
        failure({
          message: 'Unauthorized',
          reason: 'Unauthorized',
          code: 401,
        }),
      ]);
    }
  });
});
