import {
  KubernetesObject,
  ReflectorListener,
  RESOURCES,
  Subscription,
} from '@strongroom/backstage-plugin-secrets-node';
import { openChoreoDefinitions } from '@strongroom/embedded-cluster';
import { eventually } from '../../tests/__testUtils__/eventually';
import { recordingLogger } from '../../tests/__testUtils__/recordingLogger';
import {
  StartedClusters,
  startClusters,
} from '../../tests/__testUtils__/startClusters';

const REFERENCES = {
  group: 'openchoreo.dev',
  version: 'v1alpha1',
  resource: 'secretreferences',
};

let clusters: StartedClusters;
let subscription: Subscription | undefined;

beforeEach(async () => {
  clusters = await startClusters();
  clusters.controlPlane.store.create(
    { group: '', version: 'v1', resource: 'namespaces' },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'acme' } },
  );
});

afterEach(async () => {
  subscription?.close();
  await clusters.stop();
});

function addReference(name: string, labels: Record<string, string> = {}) {
  clusters.controlPlane.store.create(REFERENCES, {
    apiVersion: 'openchoreo.dev/v1alpha1',
    kind: 'SecretReference',
    metadata: { name, namespace: 'acme', labels },
    spec: {
      template: {},
      data: [{ secretKey: 'a', remoteRef: { key: `secret/acme/${name}` } }],
    },
  });
}

/** What a listener was told: the names that stand, and the other calls in their order. */
function follow(
  options?: { namespace?: string; labelSelector?: string },
  resource = RESOURCES.secretReference,
) {
  const names = new Set<string>();
  const calls: string[] = [];
  let seen = new Set<string>();
  const listener: ReflectorListener<KubernetesObject> = {
    onListStart: () => {
      seen = new Set();
      calls.push('start');
    },
    onUpsert: ({ metadata }) => {
      names.add(metadata.name);
      seen.add(metadata.name);
    },
    onDelete: ({ name }) => {
      names.delete(name);
      calls.push(`delete ${name}`);
    },
    onListed: () => {
      for (const name of names) {
        if (!seen.has(name)) {
          names.delete(name);
        }
      }
      calls.push('listed');
    },
    onReachable: (reachable, since) => {
      expect(Date.now() - since.getTime()).toBeLessThan(5000);
      calls.push(reachable ? 'reachable' : 'unreachable');
    },
  };
  const logger = recordingLogger();
  const client = clusters.connect(undefined, { logger });
  subscription = client.reflect(resource, listener, options);
  return { names, calls, client, logger };
}

const requests = (verb: string) =>
  clusters.controlPlane.requestLog.filter({ verb });

describe('following a kind of object', () => {
  it('lists 5,000 references page by page, then watches, and asks for nothing else', async () => {
    for (let i = 0; i < 5000; i++) {
      addReference(`secret-${i}`);
    }
    const { names, calls } = follow();
    await eventually(() => expect(requests('watch')).toHaveLength(1));

    expect(names.size).toBe(5000);
    expect(calls).toEqual(['start', 'reachable', 'listed']);
    const lists = requests('list');
    expect(lists).toHaveLength(10);
    expect(new Set(lists.map(({ query }) => query.limit))).toEqual(
      new Set(['500']),
    );
    expect(lists.filter(({ query }) => query.continue)).toHaveLength(9);
    expect(clusters.controlPlane.requestLog.count()).toBe(11);
    expect(requests('watch')[0].query).toMatchObject({
      allowWatchBookmarks: 'true',
      resourceVersion: expect.stringMatching(/^\d+$/),
      timeoutSeconds: expect.stringMatching(/^\d+$/),
    });
  });

  it('tells every change, goes on where a watch ended, and lists no second time for that', async () => {
    addReference('first');
    const { names, calls } = follow();
    await eventually(() => expect(requests('watch')).toHaveLength(1));
    addReference('second');
    await eventually(() => expect(names.has('second')).toBe(true));

    await eventually(() =>
      expect(requests('watch').length).toBeGreaterThanOrEqual(2),
    );
    clusters.controlPlane.store.delete(REFERENCES, {
      namespace: 'acme',
      name: 'first',
    });
    addReference('third');
    await eventually(() => expect([...names]).toEqual(['second', 'third']));
    expect(calls).toEqual(['start', 'reachable', 'listed', 'delete first']);
    expect(requests('list')).toHaveLength(1);
  });

  it('follows only what it was asked for', async () => {
    addReference('plain');
    addReference('chosen', { team: 'payments' });
    const { names } = follow({
      namespace: 'acme',
      labelSelector: 'team=payments',
    });
    await eventually(() => expect([...names]).toEqual(['chosen']));
    await eventually(() => expect(requests('watch')).toHaveLength(1));
    addReference('other');
    addReference('late', { team: 'payments' });
    await eventually(() => expect([...names]).toEqual(['chosen', 'late']));
  });

  it('lists again when the server has forgotten where it was, and notices what went meanwhile', async () => {
    addReference('stays');
    addReference('goes');
    const { names, calls } = follow();
    await eventually(() => expect(requests('watch')).toHaveLength(1));

    const { faults } = clusters.controlPlane;
    const disarm = faults.add({
      match: { verb: 'watch' },
      effect: { type: 'refuse' },
    });
    await eventually(() => expect(calls).toContain('unreachable'));
    clusters.controlPlane.store.delete(REFERENCES, {
      namespace: 'acme',
      name: 'goes',
    });
    addReference('comes');
    clusters.controlPlane.compact();
    disarm();

    await eventually(() => expect([...names]).toEqual(['stays', 'comes']));
    expect(calls).toEqual([
      'start',
      'reachable',
      'listed',
      'unreachable',
      'reachable',
      'start',
      'listed',
    ]);
    expect(requests('list')).toHaveLength(2);
  });

  it('begins anew when a page is no longer to be had', async () => {
    for (let i = 0; i < 1200; i++) {
      addReference(`secret-${i}`);
    }
    let lists = 0;
    clusters.controlPlane.faults.before({ verb: 'list' }, () => {
      lists += 1;
      if (lists === 2) {
        clusters.controlPlane.store.delete(REFERENCES, {
          namespace: 'acme',
          name: 'secret-0',
        });
        clusters.controlPlane.compact();
      }
    });
    const { names, calls } = follow();
    await eventually(() => expect(calls).toContain('listed'));
    expect(calls).toEqual(['start', 'reachable', 'start', 'listed']);
    expect(names.size).toBe(1199);
    expect(lists).toBe(5);
  });

  it('T36: says when a cluster cannot be read, why, also when that changes, and when it can again, with pauses in between', async () => {
    const { faults, requestLog } = clusters.controlPlane;
    faults.add({
      match: { group: 'openchoreo.dev' },
      effect: { type: 'status', code: 503 },
    });
    const { calls, names, logger } = follow();
    await eventually(() => expect(calls).toEqual(['start', 'unreachable']));
    expect(logger.text()).toContain('SecretReference can no longer be read');
    faults.clear();
    const disarm = faults.add({
      match: { group: 'openchoreo.dev' },
      effect: { type: 'status', code: 403 },
    });
    await eventually(() =>
      expect(logger.text()).toMatch(/can no longer be read: .* we may not/),
    );
    requestLog.clear();
    const started = performance.now();
    await eventually(() => expect(requestLog.count()).toBeGreaterThan(5));
    expect(performance.now() - started).toBeGreaterThan(150);

    addReference('late');
    disarm();
    await eventually(() => expect(names.has('late')).toBe(true));
    expect(calls.filter(call => call !== 'start')).toEqual([
      // once for the silence, and once for the refusal that it became
      'unreachable',
      'unreachable',
      'reachable',
      'listed',
    ]);
  });

  it('takes a kind that the cluster does not know for an empty one, until it is there', async () => {
    await clusters.stop();
    clusters = await startClusters([]);
    const { calls, names } = follow();
    await eventually(() => expect(calls).toContain('listed'));
    expect(calls).not.toContain('unreachable');
    expect(names.size).toBe(0);

    const { store } = clusters.controlPlane;
    for (const definition of openChoreoDefinitions) {
      store.create(
        {
          group: 'apiextensions.k8s.io',
          version: 'v1',
          resource: 'customresourcedefinitions',
        },
        { ...definition },
      );
    }
    store.create(
      { group: '', version: 'v1', resource: 'namespaces' },
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'acme' } },
    );
    addReference('first');
    await eventually(() => expect([...names]).toEqual(['first']));
  });

  it('is quiet at once when it is closed, and outlives a listener that throws', async () => {
    addReference('first');
    const told: string[] = [];
    const client = clusters.connect();
    subscription = client.reflect(RESOURCES.secretReference, {
      onUpsert: ({ metadata }) => {
        told.push(metadata.name);
        throw new Error(`listener failed on ${metadata.name}`);
      },
      onDelete: () => undefined,
    });
    await eventually(() => expect(requests('watch')).toHaveLength(1));
    addReference('second');
    await eventually(() => expect(told).toEqual(['first', 'second']));

    subscription.close();
    addReference('third');
    clusters.controlPlane.requestLog.clear();
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(told).toEqual(['first', 'second']);
    expect(clusters.controlPlane.requestLog.count()).toBe(0);
  });
});
