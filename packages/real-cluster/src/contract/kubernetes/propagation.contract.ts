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

/** An owner, and a Secret that it owns and that a finalizer holds. */
async function ownedSecret(blockOwnerDeletion: boolean) {
  const owner = (await stage.api.post(references(stage.ns), reference('owner')))
    .body;
  await stage.api.post(core(stage.ns, 'secrets'), {
    metadata: {
      name: 'owned',
      finalizers: ['example.com/hold'],
      ownerReferences: [
        {
          apiVersion: owner.apiVersion,
          kind: owner.kind,
          name: 'owner',
          uid: owner.metadata.uid,
          blockOwnerDeletion,
        },
      ],
    },
  });
  // The collector may know of the owned object a moment later than the API server.
  await new Promise(resolve => setTimeout(resolve, 1_000));
  return {
    owner: `${references(stage.ns)}/owner`,
    owned: `${core(stage.ns, 'secrets')}/owned`,
    uid: owner.metadata.uid as string,
  };
}

const gone = (path: string) =>
  eventually(async () => {
    expect((await stage.api.get(path)).code).toBe(404);
  }, 60_000);

describe('deleting an owner', () => {
  it('in the foreground waits for what it owns and what blocks it', async () => {
    const { owner, owned } = await ownedSecret(true);
    const marked = await stage.api.delete(owner, {
      propagationPolicy: 'Foreground',
    });
    expect([marked.code, marked.body.metadata]).toMatchObject([
      200,
      {
        deletionTimestamp: expect.any(String),
        deletionGracePeriodSeconds: 0,
        finalizers: ['foregroundDeletion'],
        generation: 2,
      },
    ]);
    await eventually(async () => {
      const { metadata } = (await stage.api.get(owned)).body;
      expect(metadata.deletionTimestamp).toBeDefined();
    }, 60_000);
    expect((await stage.api.get(owner)).code).toBe(200);
    await stage.api.merge(owned, { metadata: { finalizers: null } });
    await gone(owned);
    await gone(owner);
  });

  it('and orphaning what it owns leaves that without the owner', async () => {
    const { owner, owned, uid } = await ownedSecret(false);
    expect((await stage.api.get(owned)).text).toContain(uid);
    const marked = await stage.api.delete(`${owner}?propagationPolicy=Orphan`);
    expect(marked.body.metadata.finalizers).toEqual(['orphan']);
    await gone(owner);
    const { metadata } = (await stage.api.get(owned)).body;
    expect(metadata.ownerReferences).toBeUndefined();
    expect(metadata.deletionTimestamp).toBeUndefined();
    await stage.api.merge(owned, { metadata: { finalizers: null } });
  });
});

describe('the options of a deletion', () => {
  it('are checked, and those of the body count', async () => {
    const path = `${core(stage.ns, 'secrets')}/checked`;
    await stage.api.post(core(stage.ns, 'secrets'), secret('checked'));
    const sideways = await stage.api.delete(path, {
      propagationPolicy: 'Sideways',
    });
    const message =
      'Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"';
    expect(sideways.body).toEqual(
      failure({
        message: `DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: ${message}`,
        reason: 'Invalid',
        details: {
          group: 'meta.k8s.io',
          kind: 'DeleteOptions',
          causes: [
            {
              reason: 'FieldValueNotSupported',
              message,
              field: 'propagationPolicy',
            },
          ],
        },
        code: 422,
      }),
    );
    const words = async (body: unknown) =>
      (await stage.api.delete(path, body)).body.message;
    expect(await words('{')).toBe(
      "couldn't get version/kind; json parse error: unexpected end of JSON input",
    );
    expect(await words({ kind: 'Secret', apiVersion: 'v1' })).toBe(
      'no kind "Secret" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"',
    );
    expect(await words({ preconditions: { uid: 5 } })).toBe(
      'json: cannot unmarshal number into Go struct field Preconditions.preconditions.uid of type types.UID',
    );
    expect((await stage.api.get(path)).code).toBe(200);
    await stage.api.delete(`${path}?dryRun=All`, {
      propagationPolicy: 'Background',
    });
    expect((await stage.api.get(path)).code).toBe(404);
  });
});

describe('the answer to a completed deletion', () => {
  it('is the object for service accounts and Pods, and Pods without a node go at once', async () => {
    const accounts = core(stage.ns, 'serviceaccounts');
    await stage.api.post(accounts, { metadata: { name: 'account' } });
    const account = await stage.api.delete(`${accounts}/account`);
    expect(account.body).toMatchObject({
      kind: 'ServiceAccount',
      metadata: { name: 'account' },
    });
    const pods = core(stage.ns, 'pods');
    const pod = (name: string, spec: object = {}) => ({
      metadata: { name },
      spec: { containers: [{ name: 'main', image: 'none' }], ...spec },
    });
    await eventually(async () => {
      expect((await stage.api.post(pods, pod('free'))).code).toBe(201);
    });
    const free = await stage.api.delete(`${pods}/free`);
    expect(free.body.metadata).toMatchObject({
      deletionTimestamp: expect.any(String),
      deletionGracePeriodSeconds: 0,
    });
    expect((await stage.api.get(`${pods}/free`)).code).toBe(404);
    await stage.api.post(
      pods,
      pod('placed', { nodeName: 'node', terminationGracePeriodSeconds: 7 }),
    );
    const placed = await stage.api.delete(`${pods}/placed`);
    expect(placed.body.metadata).toMatchObject({
      deletionTimestamp: expect.any(String),
      deletionGracePeriodSeconds: 7,
      generation: 2,
    });
    await stage.api.delete(`${pods}/placed`, { gracePeriodSeconds: 0 });
    await gone(`${pods}/placed`);
  });
});
