import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { projectReference } from '../references';
import { startPortal, TestPortal } from '../tests/__testUtils__/startPortal';
import {
  draftOf,
  PLANE,
  referenceOf,
  REFERENCES,
} from '../tests/__testUtils__/estate';
import { PAYMENTS } from '../tests/__testUtils__/tenants';
import { etagOf } from './views/etagOf';

const PATH = `/namespaces/${PAYMENTS}/secrets`;

describe('answers and their traces', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal({ clusters: ['control-plane'] });
  }, 300_000);

  afterAll(async () => {
    await portal.stop();
  });

  it('records a denied delete with what rules decide by', async () => {
    const developer = portal.as('payments-dev');
    expect(
      (await developer.post(PATH, draftOf('kept', { a: '1', b: '2' }))).status,
    ).toBe(201);
    portal.setPolicy(({ name }) => ({
      result:
        name === 'secrets.secret.delete'
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    }));
    const { status, body } = await developer.delete(`${PATH}/kept`);
    expect([status, body.error.code]).toEqual([403, 'NotAllowed']);
    const [row] = await portal
      .knex('record')
      .where({ name: 'kept', outcome: 'denied' });
    expect(row).toMatchObject({
      action: 'secret-delete',
      namespace: PAYMENTS,
      plane: `${PLANE.kind}/${PLANE.name}`,
    });
    expect(JSON.parse(row.keys)).toEqual(['a', 'b']);
    expect(JSON.parse(row.attributes)).toMatchObject({ type: 'Opaque' });
  });

  it('T8: names no more than fifty problems of a draft that is only to be validated', async () => {
    portal.setPolicy(() => ({ result: AuthorizeResult.ALLOW }));
    const values = Object.fromEntries(
      Array.from({ length: 120 }, (_, index) => [`not a key ${index}`, 'v']),
    );
    const { body } = await portal
      .as('payments-dev')
      .post(
        `/namespaces/${PAYMENTS}/secret-validations`,
        draftOf('odd', values),
      );
    expect(body.valid).toBe(false);
    expect(body.errors).toHaveLength(50);
  });

  it('T20: an ETag covers the labels and annotations that a reference hands on', async () => {
    const { objects } = portal.world.clusters['control-plane'];
    await objects.create(REFERENCES, referenceOf(PAYMENTS, 'by-hand'));
    const etag = async () =>
      (await portal.as('payments-dev').get(`${PATH}/by-hand`)).body.etag;
    const seen = new Set([await etag()]);
    for (const metadata of [
      { labels: { team: 'a' } },
      { labels: { team: 'b' } },
      { labels: { team: 'b' }, annotations: { note: 'x' } },
    ]) {
      await objects.mergePatch(
        REFERENCES,
        { namespace: PAYMENTS, name: 'by-hand' },
        { spec: { template: { metadata } } },
      );
      seen.add(await etag());
    }
    expect(seen.size).toBe(4);

    const row = (metadata: object) =>
      projectReference(
        {
          metadata: { name: 'x', uid: 'u' },
          spec: { template: { type: 'Opaque', metadata } },
        },
        { managedBy: 'strongroom', gitOps: [] },
      );
    const sorted = etagOf(row({ labels: { a: '1', b: '2' } }));
    expect(etagOf(row({ labels: { b: '2', a: '1' } }))).toBe(sorted);
    expect(etagOf(row({ annotations: { a: '1', b: '2' } }))).not.toBe(sorted);
    expect(etagOf(row({}))).toBe(etagOf(row({ labels: {} })));
  });
});
