import {
  draftOf,
  objectsOf,
  PUSH_SECRETS,
  readStore,
  REFERENCES,
  SECRETS,
} from './__testUtils__/estate';
import {
  Developer,
  path,
  startDeveloper,
} from './__testUtils__/startDeveloper';
import { TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

describe('a secret that is there', () => {
  let developer: Developer;
  let portal: TestPortal;

  beforeAll(async () => {
    developer = await startDeveloper();
    portal = developer.portal;
  }, 120_000);

  afterAll(async () => {
    await developer.portal.stop();
  });

  it('T20: an ETag fits what was seen, and no longer after any change of reference, push or value', async () => {
    const edits: Record<string, (name: string) => Promise<unknown>> = {
      'a description': name =>
        developer.control.objects.mergePatch(
          REFERENCES,
          { namespace: PAYMENTS, name },
          {
            metadata: { annotations: { 'strongroom.dev/description': 'new' } },
          },
        ),
      'a label': name =>
        developer.control.objects.mergePatch(
          REFERENCES,
          { namespace: PAYMENTS, name },
          { metadata: { labels: { tier: 'new' } } },
        ),
      'a version': name =>
        developer.control.objects.jsonPatch(
          REFERENCES,
          { namespace: PAYMENTS, name },
          [{ op: 'add', path: '/spec/data/0/remoteRef/version', value: '1' }],
        ),
      'the push': name =>
        developer.control.objects.mergePatch(
          PUSH_SECRETS,
          { namespace: `openchoreo-kv-${PAYMENTS}`, name },
          { spec: { refreshInterval: '17m' } },
        ),
      'the value': name =>
        developer.control.objects.mergePatch(
          SECRETS,
          { namespace: `openchoreo-kv-${PAYMENTS}`, name },
          { data: { token: Buffer.from('edited').toString('base64') } },
        ),
    };
    for (const [index, [title, edit]] of Object.entries(edits).entries()) {
      const name = `edited-${index}`;
      const made = await developer.create(draftOf(name));
      const seen = made.headers.get('ETag')!;
      await developer.synced(name);
      expect((await developer.client.get(path(name))).headers.get('ETag')).toBe(
        seen,
      );
      await edit(name);
      const refused = await developer.client.delete(path(name), {
        headers: { 'If-Match': seen },
      });
      expect({
        title,
        status: refused.status,
        code: refused.body?.error.code,
      }).toEqual({ title, status: 412, code: 'VersionConflict' });
      const now = (await developer.client.get(path(name))).headers.get('ETag')!;
      expect(now).not.toBe(seen);
      const deleted = await developer.client.delete(path(name), {
        headers: { 'If-Match': now },
      });
      expect({ title, status: deleted.status }).toEqual({ title, status: 204 });
      // its successor is another secret, whatever else is the same
      await developer.create(draftOf(name));
      expect(
        (
          await developer.client.delete(path(name), {
            headers: { 'If-Match': now },
          })
        ).status,
      ).toBe(412);
      await developer.client.delete(path(name), {
        headers: { 'If-Match': '*' },
      });
    }
  }, 120_000);

  it('S1.4: the manifest is the reference without status, managed fields and our marks', async () => {
    await developer.create(
      draftOf('exported', { b: 'hidden-b', a: 'hidden-a' }),
    );
    const answer = await developer.client.get(`${path('exported')}/manifest`);
    expect(answer.headers.get('Content-Type')).toBe(
      'application/yaml; charset=utf-8',
    );
    expect(answer.text).toContain('kind: SecretReference');
    expect(answer.text).toContain(`secret/${PAYMENTS}/generic/exported`);
    for (const left of [
      'status',
      'managedFields',
      'resourceVersion',
      'uid',
      'creationTimestamp',
      'hidden-',
    ]) {
      expect(answer.text).not.toContain(left);
    }
  });

  it('S2.5: deleted is said only when the store has confirmed, and the name is kept until then', async () => {
    await developer.create(draftOf('sealed'));
    await developer.synced('sealed');
    await portal.world.kv.seal();
    const answer = await developer.client.delete(path('sealed'));
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({
      name: 'sealed',
      delivery: { state: 'Deleting' },
    });
    const listed = await developer.client.get('/secrets?q=sealed');
    expect(listed.body.items).toMatchObject([
      { delivery: { state: 'Deleting' } },
    ]);
    const again = await developer.client.delete(path('sealed'));
    expect([again.status, again.body.delivery.state]).toEqual([
      202,
      'Deleting',
    ]);
    const taken = await developer.create(draftOf('sealed'));
    expect(taken.body.error.code).toBe('OperationInProgress');
    expect(taken.headers.get('Retry-After')).toMatch(/^\d+$/);
    await portal.world.kv.unseal();
    await developer.gone('sealed');
    expect((await objectsOf(portal, PAYMENTS)).join()).not.toContain('sealed');
    expect(
      await readStore(portal, `${PAYMENTS}/generic/sealed`),
    ).toBeUndefined();
    expect((await developer.create(draftOf('sealed'))).status).toBe(201);
  }, 120_000);
});
