import {
  KubernetesClient,
  ReflectorListener,
} from '@strongroom/backstage-plugin-secrets-node';
import { PushSecret } from '../objects/types';
import { pushedSecret } from '../tests/__testUtils__/pushSecrets';
import { PushSecretFeed } from './PushSecretFeed';

/** A cluster whose watch is in the hands of the test. */
function watchedCluster() {
  let watch: ReflectorListener<PushSecret>;
  const kubernetes = {
    reflect: (_: unknown, listener: ReflectorListener<PushSecret>) => {
      watch = listener;
      return { close: () => {} };
    },
  } as unknown as KubernetesClient;
  return { feed: PushSecretFeed.of(kubernetes), watch: () => watch };
}

function recorder() {
  const told: string[] = [];
  return {
    told,
    onUpsert: ({ name, push }: { name: string; push: { state: string } }) =>
      told.push(`${name} ${push.state}`),
    onDelete: ({ name }: { name: string }) => told.push(`${name} gone`),
    onReachable: (reachable: boolean, since: Date) =>
      told.push(`reachable ${reachable} ${since.getTime()}`),
    onListed: () => told.push('listed'),
  };
}

function named(name: string): PushSecret {
  return pushedSecret({ metadata: { name } });
}

it('tells after a new list what has gone since the last one, and an interrupted list takes nothing away', () => {
  const { feed, watch } = watchedCluster();
  const first = recorder();
  feed.subscribe(first, 'bao');
  watch().onReachable?.(true, new Date(1));
  watch().onListStart?.();
  watch().onUpsert(named('a'));
  watch().onUpsert(named('b'));
  watch().onListed?.();
  expect(first.told.splice(0)).toEqual([
    'reachable true 1',
    'a Synced',
    'b Synced',
    'listed',
  ]);

  watch().onReachable?.(false, new Date(2));
  watch().onListStart?.();
  watch().onUpsert(named('b'));
  watch().onReachable?.(true, new Date(3));
  watch().onListStart?.();
  watch().onUpsert(named('a'));
  watch().onUpsert(named('c'));
  watch().onListed?.();
  expect(first.told.slice(-4)).toEqual([
    'a Synced',
    'c Synced',
    'b gone',
    'listed',
  ]);

  watch().onDelete({ namespace: 'openchoreo-kv-acme', name: 'c' });
  watch().onDelete({ namespace: 'openchoreo-kv-acme', name: 'unheard-of' });
  expect(first.told.slice(-1)).toEqual(['c gone']);

  const late = recorder();
  feed.subscribe(late, 'bao');
  expect(late.told).toEqual(['a Synced', 'reachable true 3', 'listed']);
});

it('tells a link under the name of its secret, with the names that its keys have there, and only as long as nothing else has that name', () => {
  const link = (name: string) =>
    pushedSecret({
      metadata: {
        namespace: 'dp-acme',
        name,
        annotations: { 'strongroom.dev/link-of': 'acme/db' },
      },
      spec: {
        selector: { secret: { name: 'kept' } },
        data: [
          {
            match: {
              secretKey: 'DB_PASS',
              remoteRef: {
                remoteKey: 'secret/acme/generic/db',
                property: 'password',
              },
            },
          },
        ],
      },
    });
  const { feed, watch } = watchedCluster();
  const told: unknown[] = [];
  feed.subscribe(
    {
      ...recorder(),
      onUpsert: ({ namespace, name, keys, source }) =>
        told.push({ namespace, name, keys, source }),
    },
    'bao',
  );
  // whoever copies a link makes no second one
  watch().onUpsert(link('somebody-elses'));
  expect(told).toEqual([]);
  watch().onUpsert(link('acme.db'));
  expect(told.splice(0)).toEqual([
    {
      namespace: 'acme',
      name: 'db',
      keys: ['password'],
      source: { namespace: 'dp-acme', name: 'kept' },
    },
  ]);
  watch().onUpsert(named('db'));
  expect(told.splice(0)).toMatchObject([{ name: 'db', source: undefined }]);
  watch().onUpsert(link('acme.db'));
  expect(told.splice(0)).toMatchObject([{ name: 'db', source: undefined }]);
  watch().onDelete({ namespace: 'openchoreo-kv-acme', name: 'db' });
  expect(told).toMatchObject([{ source: { namespace: 'dp-acme' } }]);
});
