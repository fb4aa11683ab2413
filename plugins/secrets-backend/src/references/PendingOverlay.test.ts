import { PendingOverlay } from './PendingOverlay';
import { PendingChange, SecretRow } from './types';

const ROW: SecretRow = {
  namespace: 'ns',
  name: 'n',
  uid: 'u1',
  resourceVersion: '10',
  type: 'Opaque',
  category: 'generic',
  keys: ['a', 'b'],
  labels: { app: 'shop' },
  createdAt: '2026-01-01T00:00:00.000Z',
  managed: true,
  source: 'portal',
  remoteRefs: ['a', 'b'].map(key => ({
    secretKey: key,
    key: 'path',
    property: key,
  })),
  storedAs: {},
  legacyGit: false,
};

const update = (more: Partial<PendingChange> = {}): PendingChange => ({
  operationId: 'op',
  kind: 'update',
  namespace: 'ns',
  name: 'n',
  uid: 'u1',
  outcome: 'done',
  resourceVersion: '20',
  change: {
    set: ['c'],
    remove: ['a'],
    remoteKey: 'path',
    labels: { app: null, tier: 'x' },
    updatedBy: 'user:default/changer',
    updatedAt: '2026-02-02T00:00:00Z',
  },
  ...more,
});

/** What is shown of the row while an index has seen everything up to a version. */
function shown(pending: PendingChange[], row: SecretRow = ROW, seen = '10') {
  const overlay = PendingOverlay.create(pending, {
    hasSeen: version => Number(version) <= Number(seen),
  });
  return overlay.apply('ns', 'n', row);
}

describe('changes laid over the index', () => {
  it('show what they made until the index has seen it', () => {
    expect(shown([update()])?.row).toMatchObject({
      keys: ['b', 'c'],
      labels: { tier: 'x' },
      updatedBy: 'user:default/changer',
      resourceVersion: '20',
    });
    expect(shown([update()], ROW, '20')?.row).toBe(ROW);
    const later = { ...ROW, resourceVersion: '21' };
    expect(shown([update()], later)?.row).toBe(later);
  });

  it('show nothing of what may still be refused, was not done, or was done to another', () => {
    for (const more of [
      { outcome: 'running' as const },
      { outcome: 'undone' as const },
      { uid: 'u2' },
      // the reference was left as it is
      { resourceVersion: undefined },
    ]) {
      expect(shown([update(more)])?.row).toBe(ROW);
    }
    const overlay = PendingOverlay.create([update()], { hasSeen: () => false });
    expect(overlay.apply('ns', 'n', undefined)).toBeUndefined();
  });

  it('come one after another, and end with a delete', () => {
    const next = update({
      operationId: 'next',
      resourceVersion: '30',
      change: { ...update().change!, set: ['d'], remove: ['b'] },
    });
    expect(shown([update(), next])?.row.keys).toEqual(['c', 'd']);
    expect(
      shown([update(), next, update({ kind: 'delete', uid: 'u1' })]),
    ).toBeUndefined();
  });
});
