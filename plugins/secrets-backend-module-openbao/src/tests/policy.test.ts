import {
  SecretStore,
  StoredSecretIntent,
} from '@strongroom/backstage-plugin-secrets-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { newChange, newSecret, run, undo } from './__testUtils__/candidates';
import { RootClient } from './__testUtils__/RootClient';
import { shippedPolicy } from './__testUtils__/shippedPolicy';
import { RealBao } from './__testUtils__/startBao';
import { withRealStore } from './__testUtils__/withRealStore';

/** Each right is taken away once, and all is tried without it. */
const EVERY_RIGHT_MS = 240_000;

withRealStore('the shipped policy', world => {
  const withPolicy = async (name: string, policy: string) => {
    await world().bao.root.send('PUT', `sys/policies/acl/${name}`, { policy });
    return world().connect({
      auth: { appRole: await world().bao.appRole(name, { policies: [name] }) },
    });
  };

  it('T12: opens nothing outside the shape of our paths', async () => {
    const { roleId, secretId } = await world().bao.appRole('outside');
    const { auth } = await world().bao.root.send('POST', 'auth/approle/login', {
      role_id: roleId,
      secret_id: secretId,
    });
    for (const [method, path] of [
      ['POST', 'secret/data/acme'],
      ['POST', 'secret/data/acme/generic'],
      ['POST', 'secret/data/acme/generic/db/deeper'],
      ['GET', 'secret/metadata/acme/generic/db/deeper'],
      ['POST', 'old/x'],
      ['GET', 'secret/config'],
      ['DELETE', 'secret/data/acme/generic/db'],
      ['POST', 'secret/metadata/acme/generic/db'],
      ['GET', 'sys/policies/acl/strongroom'],
      ['GET', 'sys/mounts'],
    ] as const) {
      const response = await statusFor(
        world().bao,
        auth.client_token,
        method,
        path,
      );
      expect([method, path, response]).toEqual([method, path, 403]);
    }
  });

  it(
    'S1.7: needs every one of its rights: without it something named fails',
    async () => {
      const rules = shippedPolicy()
        .split(/\n(?=path )/)
        .slice(1);
      const failing: Record<string, string[]> = {};
      for (const [index, rule] of rules.entries()) {
        const [, path] = /"(.*)"/.exec(rule)!;
        const [, list] = /\[(.*)\]/.exec(rule)!;
        const rights = list.split(', ');
        for (const right of rights) {
          const others = rights.filter(other => other !== right);
          const store = await withPolicy(
            `without-${index}-${right.replaceAll('"', '')}`,
            rules
              .map(each =>
                each === rule ? rule.replace(list, others.join(', ')) : each,
              )
              .join('\n'),
          );
          failing[`${right} ${path}`] = await whatFails(store);
        }
      }
      expect(await whatFails(world().store)).toEqual([]);
      const all = Object.keys(exercises);
      expect(failing).toEqual({
        '"create" secret/data/+/+/+': ['create'],
        '"read" secret/data/+/+/+': [
          'compare',
          'restore',
          'restore deleted',
          'take back',
          'destroy beneath',
        ],
        '"update" secret/data/+/+/+': ['replace', 'restore', 'restore deleted'],
        '"patch" secret/data/+/+/+': ['change unseen'],
        '"read" secret/metadata/+/+/+': all,
        '"delete" secret/metadata/+/+/+': ['take back', 'delete'],
        '"list" secret/metadata/+/+/+': ['observe'],
        '"patch" secret/metadata/+/+/+': ['create'],
        '"list" secret/metadata/': ['observe'],
        '"list" secret/metadata/+/': ['observe'],
        '"read" secret/subkeys/+/+/+': ['describe', 'observe'],
        '"update" secret/destroy/+/+/+': ['destroy beneath'],
        '"update" secret/undelete/+/+/+': ['restore deleted'],
      });
    },
    EVERY_RIGHT_MS,
  );

  /** What the driver does with the rights; each with a secret of its own, made with all of them. */
  const exercises: Record<
    string,
    (store: SecretStore, secret: ReturnType<typeof newSecret>) => Promise<void>
  > = {
    async create(store, { intent, values }) {
      await run(world().store.delete(intent));
      await run(store.create(intent), values);
    },
    async describe(store, { intent }) {
      expect((await store.describe(intent))?.keys).toEqual(intent.keys);
    },
    async 'change unseen'(store, { intent }) {
      const { proxy } = world();
      const from = proxy.count;
      const { change, values } = await newChange(world().store, intent, {
        password: 'next',
      });
      await run(store.update(change).steps, values);
      const read = /^GET \/v1\/secret\/data/;
      expect(proxy.requests.slice(from).filter(it => read.test(it))).toEqual(
        [],
      );
    },
    async replace(store, { intent }) {
      const { change, values } = await newChange(world().store, intent, {
        token: 'only',
      });
      await run(store.update({ ...change, replace: true }).steps, values);
    },
    async versions(store, { intent }) {
      expect(await store.versions(intent)).toHaveLength(1);
    },
    async compare(store, { intent }) {
      const [{ keys }] = await store.compare(intent, { versions: ['1'] });
      expect(keys).toEqual(['password']);
    },
    async restore(store, secret) {
      await restoreFirst(store, secret.intent);
    },
    async 'restore deleted'(store, { intent }) {
      await restoreFirst(store, intent, () =>
        world().bao.root.send('POST', `secret/delete/${intent.remoteKey}`, {
          versions: [1],
        }),
      );
    },
    async 'take back'(store) {
      const unmarked = newSecret();
      const [writeValue] = world().store.create(unmarked.intent);
      await run([writeValue], unmarked.values);
      await undo(store.create(unmarked.intent));
      expect(await world().readTraces(unmarked.intent)).toEqual([]);
    },
    async 'destroy beneath'(store, { intent }) {
      const { root } = world().bao;
      await root.send('PATCH', `secret/metadata/${intent.remoteKey}`, {
        custom_metadata: Object.fromEntries(
          ['managed-by', 'installation', 'namespace', 'name', 'operation'].map(
            key => [key, null],
          ),
        ),
      });
      await root.send('POST', `secret/data/${intent.remoteKey}`, {
        data: { theirs: '1' },
      });
      await undo(store.create(intent));
      const { data } = await root.send(
        'GET',
        `secret/metadata/${intent.remoteKey}`,
      );
      expect(data.versions[1].destroyed).toBe(true);
    },
    async observe(store, { intent }) {
      await isObserved(store, intent.name);
    },
    async delete(store, { intent }) {
      await run(store.delete(intent));
    },
  };

  const whatFails = async (store: SecretStore): Promise<string[]> => {
    const failed: string[] = [];
    for (const [name, exercise] of Object.entries(exercises)) {
      const secret = newSecret();
      await run(world().store.create(secret.intent), secret.values);
      try {
        await exercise(store, secret);
      } catch {
        failed.push(name);
      }
      // what is left would slow down every look at all secrets
      await world().bao.root.send(
        'DELETE',
        `secret/metadata/${secret.intent.remoteKey}`,
      );
    }
    return failed;
  };

  const restoreFirst = async (
    store: SecretStore,
    intent: StoredSecretIntent,
    before?: () => Promise<unknown>,
  ) => {
    const { change, values } = await newChange(world().store, intent, {
      password: 'next',
    });
    await run(world().store.update(change).steps, values);
    await before?.();
    const described = await world().store.describe(intent);
    const restoring = store.restore({
      ...intent,
      basedOn: described!.version!,
      version: '1',
    });
    await run(restoring.steps);
  };
});

/** Whether a listener is told of a secret with its keys. */
async function isObserved(store: SecretStore, name: string): Promise<void> {
  let seen: string[] | undefined;
  const subscription = store.observe({
    onUpsert: secret => {
      seen = secret.name === name ? secret.keys : seen;
    },
    onDelete: () => {},
    onReachable: () => {},
    onListed: () => {},
  });
  for (let left = 200; !seen?.length && left > 0; left -= 1) {
    await sleep(100);
  }
  subscription.close();
  expect(seen).toEqual(['password']);
}

/** Status with which somebody's request is answered. */
async function statusFor(
  { upstream }: RealBao,
  token: string,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
): Promise<number> {
  try {
    await RootClient.create(upstream, token).send(
      method,
      path,
      method === 'POST' ? { data: {} } : undefined,
    );
    return 200;
  } catch (error) {
    return Number(/ gave (\d+)/.exec(String(error))?.[1]);
  }
}
