import {
  migrateTestDatabase,
  startReplica,
  testDatabases,
} from '../../operations/__testUtils__/journalBed';
import { LinkTable } from './LinkTable';
import { Link } from './types';

const databases = testDatabases();

const PATH_LINK: Link = {
  uid: '00000000-0000-0000-0000-000000000001',
  namespace: 'payments',
  name: 'legacy',
  targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
  target: {
    kind: 'path',
    paths: ['secret/other/generic/x', 'secret/payments/legacy/y'],
    foreign: true,
  },
  createdBy: 'user:default/someone',
  createdAt: new Date('2026-11-22T10:00:00.123Z'),
};
const SECRET_LINK: Link = {
  ...PATH_LINK,
  uid: '00000000-0000-0000-0000-000000000002',
  namespace: 'frontend',
  target: {
    kind: 'secret',
    remoteKey: 'secret/frontend/tls/web',
    source: { namespace: 'dp-frontend', name: 'web' },
    type: 'kubernetes.io/tls',
    keys: { mode: 'declared' },
  },
};

describe('LinkTable', () => {
  describe.each(databases.eachSupportedId())('on %s', id => {
    it('S1.9: keeps what was linked and permitted by the uid of the reference, until it is forgotten', async () => {
      const knex = await databases.init(id);
      await migrateTestDatabase(knex);
      const links = LinkTable.create(startReplica(knex).record);
      expect(await links.get(PATH_LINK.uid)).toBeUndefined();
      await links.put(PATH_LINK);
      await links.put(SECRET_LINK);
      expect(await links.get(PATH_LINK.uid)).toEqual(PATH_LINK);
      expect(await links.get(SECRET_LINK.uid)).toEqual(SECRET_LINK);
      expect(await links.list()).toEqual([SECRET_LINK, PATH_LINK]);
      expect(await links.list('payments')).toEqual([PATH_LINK]);

      // a step that runs again changes nothing
      await links.put(PATH_LINK);
      expect(await links.list()).toHaveLength(2);
      const inside: Link = {
        ...PATH_LINK,
        target: { kind: 'path', paths: ['secret/payments/z'], foreign: false },
      };
      await links.put(inside);
      expect(await links.get(PATH_LINK.uid)).toEqual(inside);

      await links.remove(PATH_LINK.uid);
      await links.remove(PATH_LINK.uid);
      expect(await links.list()).toEqual([SECRET_LINK]);
    });
  });
});
