import { SecretStore } from '@strongroom/backstage-plugin-secrets-node';
import { setTimeout as sleep } from 'node:timers/promises';
import { newSecret, run, undo } from './__testUtils__/candidates';
import { RootClient } from './__testUtils__/RootClient';
import { shippedPolicy } from './__testUtils__/shippedPolicy';
import { RealBao } from './__testUtils__/startBao';
import { withRealStore } from './__testUtils__/withRealStore';

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
      ['POST', 'secret/undelete/acme/generic/db'],
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

  it('S1.7: needs every one of its rules: without it something named fails', async () => {
    const rules = shippedPolicy()
      .split(/\n(?=path )/)
      .slice(1);
    const paths = rules.map(rule => /"(.*)"/.exec(rule)![1]);
    expect(paths).toEqual([
      'secret/data/+/+/+',
      'secret/metadata/+/+/+',
      'secret/metadata/',
      'secret/metadata/+/',
      'secret/subkeys/+/+/+',
      'secret/destroy/+/+/+',
    ]);
    const failing = new Map<string, string[]>();
    for (const [index, path] of paths.entries()) {
      const store = await withPolicy(
        `without-${index}`,
        rules.filter(rule => rule !== rules[index]).join('\n'),
      );
      failing.set(path, await whatFails(store));
    }
    expect(await whatFails(world().store)).toEqual([]);
    expect(Object.fromEntries(failing)).toEqual({
      'secret/data/+/+/+': ['create', 'describe', 'undo', 'delete', 'observe'],
      'secret/metadata/+/+/+': [
        'create',
        'describe',
        'undo',
        'delete',
        'observe',
      ],
      'secret/metadata/': ['observe'],
      'secret/metadata/+/': ['observe'],
      'secret/subkeys/+/+/+': ['describe', 'observe'],
      'secret/destroy/+/+/+': ['undo'],
    });
  });

  const whatFails = async (store: SecretStore): Promise<string[]> => {
    const { intent, values } = newSecret();
    const failed: string[] = [];
    const attempt = async (name: string, call: () => Promise<unknown>) => {
      try {
        await call();
      } catch {
        failed.push(name);
      }
    };
    const overwritten = newSecret();
    await attempt('create', () => run(store.create(intent), values));
    await attempt('describe', async () => {
      expect((await store.describe(intent))?.keys).toEqual(intent.keys);
    });
    await attempt('undo', async () => {
      const steps = store.create(overwritten.intent);
      await run(steps.slice(0, 1), overwritten.values);
      await world().bao.root.send(
        'POST',
        `secret/data/${overwritten.intent.remoteKey}`,
        { data: { theirs: '1' } },
      );
      await undo(steps);
    });
    await attempt('observe', () => isObserved(store, intent.name));
    await attempt('delete', async () => {
      await run(store.delete(intent));
      expect(failed).not.toContain('create');
    });
    await world().bao.root.send(
      'DELETE',
      `secret/metadata/${intent.remoteKey}`,
    );
    return ['create', 'describe', 'undo', 'delete', 'observe'].filter(name =>
      failed.includes(name),
    );
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
  for (let left = 20; !seen?.length && left > 0; left -= 1) {
    await sleep(100);
  }
  subscription.close();
  expect(seen).toEqual(['password']);
}

/** Status with which somebody's request is answered. */
async function statusFor(
  { upstream }: RealBao,
  token: string,
  method: 'GET' | 'POST',
  path: string,
): Promise<number> {
  try {
    await RootClient.create(upstream, token).send(
      method,
      path,
      method === 'GET' ? undefined : { data: {} },
    );
    return 200;
  } catch (error) {
    return Number(/ gave (\d+)/.exec(String(error))?.[1]);
  }
}
