import {
  core,
  createReferences,
  failure,
  names,
  reference,
  references,
  secret,
  withWorld,
} from '../world';

const stage = withWorld();

describe('deleting', () => {
  it('deletes with preconditions alone what was meant', async () => {
    const path = `${core(stage.ns, 'secrets')}/plain`;
    const { uid, resourceVersion } = (
      await stage.api.post(core(stage.ns, 'secrets'), secret('plain'))
    ).body.metadata;
    const options = (preconditions: object) => ({
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      preconditions,
    });
    const other = await stage.api.delete(path, options({ uid: 'other' }));
    expect([other.code, other.body]).toEqual([
      409,
      failure({
        message: `Operation cannot be fulfilled on Secret "plain": the UID in the precondition (other) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
        reason: 'Conflict',
        details: { name: 'plain', kind: 'Secret' },
        code: 409,
      }),
    ]);
    const outdated = await stage.api.delete(
      path,
      options({ resourceVersion: '1' }),
    );
    expect([outdated.code, outdated.body]).toEqual([
      409,
      failure({
        message: `Operation cannot be fulfilled on Secret "plain": the ResourceVersion in the precondition (1) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
        reason: 'Conflict',
        details: { name: 'plain', kind: 'Secret' },
        code: 409,
      }),
    ]);
    const gone = await stage.api.delete(
      path,
      options({ uid, resourceVersion }),
    );
    expect([gone.code, gone.body]).toEqual([
      200,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: { name: 'plain', kind: 'secrets', uid },
      },
    ]);
    expect((await stage.api.delete(path, options({ uid }))).code).toBe(404);
    expect((await stage.api.get(path)).code).toBe(404);
  });

  it('waits for finalizers, and takes no new ones meanwhile', async () => {
    const path = `${references(stage.ns)}/held`;
    const created = await stage.api.post(
      references(stage.ns),
      reference('held', { finalizers: ['example.com/hold'] }),
    );
    const { uid, resourceVersion } = created.body.metadata;
    const marked = await stage.api.delete(path, {
      preconditions: { uid, resourceVersion },
    });
    expect(marked.code).toBe(200);
    expect(marked.body).toMatchObject({
      kind: 'SecretReference',
      metadata: {
        deletionGracePeriodSeconds: 0,
        deletionTimestamp: expect.any(String),
        generation: 2,
      },
    });
    const again = await stage.api.delete(path);
    expect([again.code, again.body.metadata.generation]).toEqual([200, 2]);
    const more = await stage.api.merge(path, {
      metadata: { finalizers: ['example.com/hold', 'example.com/more'] },
    });
    expect(more.code).toBe(422);
    // The server says it twice of a custom resource.
    for (const cause of more.body.details.causes) {
      expect(cause).toEqual({
        reason: 'FieldValueForbidden',
        message:
          'Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/more"}',
        field: 'metadata.finalizers',
      });
    }
    const changed = await stage.api.merge(path, {
      spec: { refreshInterval: '3h' },
    });
    expect([changed.code, changed.body.metadata.generation]).toEqual([200, 3]);
    expect(
      (await stage.api.post(references(stage.ns), reference('held'))).body
        .message,
    ).toBe(
      'object is being deleted: secretreferences.openchoreo.dev "held" already exists',
    );
    expect(
      (await stage.api.merge(path, { metadata: { finalizers: null } })).code,
    ).toBe(200);
    expect((await stage.api.get(path)).code).toBe(404);
  });

  it('checks the preconditions of custom resources alike, and refuses what is no policy', async () => {
    const { api, ns } = stage;
    const path = `${references(ns)}/a`;
    const { uid } = (await api.post(references(ns), reference('a'))).body
      .metadata;
    const other = await api.delete(path, { preconditions: { uid: 'other' } });
    expect([other.code, other.body]).toEqual([
      409,
      failure({
        message: `Operation cannot be fulfilled on SecretReference.openchoreo.dev "a": the UID in the precondition (other) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
        reason: 'Conflict',
        details: {
          name: 'a',
          group: 'openchoreo.dev',
          kind: 'SecretReference',
        },
        code: 409,
      }),
    ]);
    const dry = await api.delete(path, { dryRun: ['All'] });
    expect(dry.code).toBe(200);
    const policy = await api.delete(path, { propagationPolicy: 'Sideways' });
    expect([policy.code, policy.body.reason]).toEqual([422, 'Invalid']);
    expect((await api.get(path)).code).toBe(200);
    const gone = await api.delete(path, {
      propagationPolicy: 'Background',
      preconditions: { uid },
    });
    expect([gone.code, gone.body]).toEqual([
      200,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Success',
        details: {
          name: 'a',
          group: 'openchoreo.dev',
          kind: 'secretreferences',
          uid,
        },
      },
    ]);
  });

  it('deletes a selection of a collection', async () => {
    const { api, ns } = stage;
    await createReferences(stage, 'a1', 'a2', 'b1');
    const deleted = await api.delete(
      `${references(ns)}?labelSelector=first%3Da`,
    );
    expect(deleted.code).toBe(200);
    expect(names((await api.get(references(ns))).body)).toEqual(['b1']);
  });

  it('makes nothing of a new object of the same name, whose uid is another', async () => {
    const { api, ns } = stage;
    const path = `${references(ns)}/a`;
    const first = (await api.post(references(ns), reference('a'))).body;
    await api.delete(path);
    const second = (await api.post(references(ns), reference('a'))).body;
    expect(second.metadata.uid).not.toBe(first.metadata.uid);
    const { uid } = first.metadata;
    expect((await api.delete(path, { preconditions: { uid } })).code).toBe(409);
    expect((await api.get(path)).body.metadata.uid).toBe(second.metadata.uid);
  });
});
