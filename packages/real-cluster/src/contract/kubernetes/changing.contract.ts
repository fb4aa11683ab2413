import {
  base64,
  core,
  failure,
  reference,
  references,
  secret,
  withWorld,
} from '../world';

const stage = withWorld();

describe('changing', () => {
  it('merges with the version as precondition, and says when it is another by now', async () => {
    const path = `${core(stage.ns, 'secrets')}/patched`;
    const created = await stage.api.post(
      core(stage.ns, 'secrets'),
      secret('patched', { a: '1' }),
    );
    const { resourceVersion } = created.body.metadata;
    const merged = await stage.api.merge(path, {
      metadata: { resourceVersion },
      data: { a: null, b: base64('2') },
    });
    expect([merged.code, merged.body.data]).toEqual([200, { b: base64('2') }]);
    expect(merged.body.metadata.uid).toBe(created.body.metadata.uid);
    const stale = await stage.api.merge(path, {
      metadata: { resourceVersion },
      data: { b: null },
    });
    expect([stale.code, stale.body]).toEqual([
      409,
      failure({
        message:
          'Operation cannot be fulfilled on secrets "patched": the object has been modified; please apply your changes to the latest version and try again',
        reason: 'Conflict',
        details: { name: 'patched', kind: 'secrets' },
        code: 409,
      }),
    ]);
    const absent = await stage.api.merge(
      `${core(stage.ns, 'secrets')}/absent`,
      {
        data: {},
      },
    );
    expect(absent.body).toEqual(
      failure({
        message: 'secrets "absent" not found',
        reason: 'NotFound',
        details: { name: 'absent', kind: 'secrets' },
        code: 404,
      }),
    );
    const replaced = await stage.api.merge(path, {
      metadata: { uid: '00000000-0000-4000-8000-000000000000' },
      data: {},
    });
    expect(replaced.code).toBe(422);
    // The server says it twice.
    for (const cause of replaced.body.details.causes) {
      expect(cause).toEqual({
        reason: 'FieldValueInvalid',
        message:
          'Invalid value: "00000000-0000-4000-8000-000000000000": field is immutable',
        field: 'metadata.uid',
      });
    }
  });

  it('writes nothing when nothing changes', async () => {
    const path = `${references(stage.ns)}/same`;
    const { body } = await stage.api.post(
      references(stage.ns),
      reference('same'),
    );
    const same = await stage.api.merge(path, {
      spec: { refreshInterval: '1h' },
    });
    expect(same.body).toEqual(body);
    const put = await stage.api.put(path, body);
    expect(put.body.metadata.resourceVersion).toBe(
      body.metadata.resourceVersion,
    );
  });

  it('updates custom resources only with their version, Secrets without', async () => {
    const { body } = await stage.api.post(
      references(stage.ns),
      reference('contested'),
    );
    const path = `${references(stage.ns)}/contested`;
    const changed = { ...body, spec: { ...body.spec, refreshInterval: '2h' } };
    const second = await stage.api.put(path, changed);
    expect(second.body.metadata.generation).toBe(2);
    const stale = await stage.api.put(path, changed);
    expect(stale.body).toEqual(
      failure({
        message:
          'Operation cannot be fulfilled on secretreferences.openchoreo.dev "contested": the object has been modified; please apply your changes to the latest version and try again',
        reason: 'Conflict',
        details: {
          name: 'contested',
          group: 'openchoreo.dev',
          kind: 'secretreferences',
        },
        code: 409,
      }),
    );
    const blind = await stage.api.put(path, reference('contested'));
    expect([blind.code, blind.body.details]).toEqual([
      422,
      {
        name: 'contested',
        group: 'openchoreo.dev',
        kind: 'secretreferences',
        causes: [
          {
            reason: 'FieldValueInvalid',
            message: 'Invalid value: 0: must be specified for an update',
            field: 'metadata.resourceVersion',
          },
        ],
      },
    ]);
    await stage.api.post(
      core(stage.ns, 'secrets'),
      secret('blind', { a: '1' }),
    );
    const overwritten = await stage.api.put(
      `${core(stage.ns, 'secrets')}/blind`,
      secret('blind', { b: '2' }),
    );
    expect(overwritten.body.data).toEqual({ b: base64('2') });
  });

  it('applies JSON patches whole or not at all', async () => {
    const path = `${core(stage.ns, 'secrets')}/json`;
    await stage.api.post(core(stage.ns, 'secrets'), secret('json', { b: '2' }));
    const moved = await stage.api.jsonPatch(path, [
      { op: 'test', path: '/data/b', value: base64('2') },
      { op: 'add', path: '/data/c', value: base64('3') },
      { op: 'move', from: '/data/b', path: '/data/d' },
    ]);
    expect(moved.body.data).toEqual({ c: base64('3'), d: base64('2') });
    const failed = await stage.api.jsonPatch(path, [
      { op: 'remove', path: '/data/c' },
      { op: 'remove', path: '/data/absent' },
    ]);
    expect(failed.body).toMatchObject({ code: 422, reason: 'Invalid' });
    const tested = await stage.api.jsonPatch(path, [
      { op: 'test', path: '/data/c', value: 'other' },
      { op: 'remove', path: '/data/c' },
    ]);
    expect(tested.body).toMatchObject({ code: 422, reason: 'Invalid' });
    expect((await stage.api.get(path)).body.data).toHaveProperty('c');
  });

  it('keeps spec and status apart, and counts generations of the spec', async () => {
    const path = `${references(stage.ns)}/parted`;
    const created = await stage.api.post(references(stage.ns), {
      ...reference('parted'),
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    });
    expect(created.body.status).toBeUndefined();
    const status = await stage.api.merge(`${path}/status`, {
      status: { lastRefreshTime: '2026-01-01T00:00:00Z' },
      spec: { refreshInterval: '9h' },
      metadata: { labels: { ignored: 'yes' } },
    });
    expect(status.body).toMatchObject({
      metadata: { generation: 1 },
      spec: { refreshInterval: '1h' },
      status: { lastRefreshTime: '2026-01-01T00:00:00Z' },
    });
    expect(status.body.metadata.labels).toBeUndefined();
    const labelled = await stage.api.merge(path, {
      metadata: { labels: { a: 'b' }, annotations: { c: 'd' } },
      status: { lastRefreshTime: '2027-01-01T00:00:00Z' },
    });
    expect(labelled.body).toMatchObject({
      metadata: { generation: 1 },
      status: { lastRefreshTime: '2026-01-01T00:00:00Z' },
    });
    const spec = await stage.api.merge(path, {
      spec: { refreshInterval: '2h' },
    });
    expect(spec.body.metadata.generation).toBe(2);
    expect((await stage.api.get(path)).body.metadata.managedFields).toEqual([
      expect.objectContaining({
        manager: 'contract',
        operation: 'Update',
        fieldsType: 'FieldsV1',
      }),
      expect.objectContaining({ manager: 'contract', subresource: 'status' }),
    ]);
  });
});
