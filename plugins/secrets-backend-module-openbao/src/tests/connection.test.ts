import { SecretStore } from '@strongroom/backstage-plugin-secrets-node';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import {
  errorOf,
  exercise,
  failure,
  newSecret,
  run,
} from './__testUtils__/candidates';
import { shippedPolicy } from './__testUtils__/shippedPolicy';
import { withRealStore } from './__testUtils__/withRealStore';

const RECOVERY_MS = 25_000;

/** Refused for nothing but that the server is away, until it works again. */
async function recovers(store: SecretStore): Promise<void> {
  const deadline = Date.now() + RECOVERY_MS;
  for (;;) {
    const failed = await failure(exercise(store));
    if (failed === undefined) {
      return;
    }
    expect(['Unavailable', 'Timeout']).toContain(failed);
    expect(Date.now()).toBeLessThan(deadline);
    await sleep(100);
  }
}

withRealStore('the way to OpenBao itself', world => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'real-store-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const direct = (more: object) =>
    world()
      .bao.appRole('direct')
      .then(appRole =>
        world().connect({
          address: world().bao.upstream.address,
          auth: { appRole },
          ...more,
        }),
      );

  it('T32: trusts its own authority, checks the name, and nothing in the environment turns that off', async () => {
    await exercise(await direct({ caFile: world().bao.caFile }));
    await exercise(
      await direct({
        caFile: world().bao.caFile,
        tlsServerName: 'bao.example',
      }),
    );
    const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED;
    process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
    try {
      for (const more of [
        {},
        { caFile: world().bao.caFile, tlsServerName: 'another.example' },
        { caFile: join(folder, 'absent.crt') },
      ]) {
        const error = await errorOf(exercise(await direct(more)));
        expect([error.code, error.outcomeUnknown]).toEqual([
          'Unavailable',
          false,
        ]);
      }
    } finally {
      if (before === undefined) {
        delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
      } else {
        process.env.NODE_TLS_REJECT_UNAUTHORIZED = before;
      }
    }
  });

  it('T32: takes a rotated authority at once', async () => {
    const caFile = join(folder, 'rotating.crt');
    writeFileSync(caFile, 'no certificate');
    const store = await direct({ caFile });
    expect((await errorOf(exercise(store))).code).toBe('Unavailable');
    writeFileSync(caFile, readFileSync(world().bao.caFile));
    await exercise(store);
  });

  it('T22: says that the store is sealed, changes nothing meanwhile and goes on after', async () => {
    const { intent, values } = newSecret();
    await run(world().store.create(intent), values);
    await world().bao.seal();
    try {
      expect(await world().store.readiness()).toEqual({
        ready: false,
        message: 'The store is sealed; somebody has to unseal it.',
      });
      const next = newSecret();
      const error = await errorOf(
        run(world().store.create(next.intent), next.values),
      );
      expect([error.code, error.outcomeUnknown]).toEqual([
        'Unavailable',
        false,
      ]);
      expect(await failure(run(world().store.delete(intent)))).toBe(
        'Unavailable',
      );
      expect(await failure(world().store.describe(intent))).toBe('Unavailable');
    } finally {
      await world().bao.unseal();
    }
    expect((await world().store.describe(intent))?.keys).toEqual(intent.keys);
    await run(world().store.delete(intent));
    expect(await world().readTraces(intent)).toEqual([]);
  });

  it('T22: goes on after the server gave up its lead, and after it died and came back', async () => {
    const { store, bao } = world();
    await bao.root.send('PUT', 'sys/step-down');
    await recovers(store);

    await bao.kill();
    try {
      expect(await failure(exercise(store))).toBe('Unavailable');
      await expect(store.readiness()).rejects.toMatchObject({
        code: 'Unavailable',
      });
    } finally {
      await bao.restart();
    }
    await recovers(store);
  });

  it('T12: works in a namespace of the server, and in no other', async () => {
    const { root } = world().bao;
    await root.send('PUT', 'sys/namespaces/team');
    await root.send('POST', 'team/sys/mounts/secret', {
      type: 'kv',
      options: { version: '2' },
    });
    await root.send('PUT', 'team/sys/policies/acl/strongroom', {
      policy: shippedPolicy(),
    });
    const { auth } = await root.send('POST', 'team/auth/token/create', {
      policies: ['strongroom'],
    });
    const store = world().connect({
      namespace: 'team',
      auth: { token: { value: auth.client_token } },
    });
    expect(await store.readiness()).toEqual({ ready: true });
    const { intent, values } = newSecret();
    await run(store.create(intent), values);
    const path = `secret/data/${intent.remoteKey}`;
    expect(await root.send('GET', path)).toBeUndefined();
    expect((await root.send('GET', `team/${path}`)).data.data).toEqual({
      password: values.get('password')!.reveal().toString(),
    });
    await run(store.delete(intent));
    const outside = world().connect({
      auth: { token: { value: auth.client_token } },
    });
    expect((await outside.readiness()).ready).toBe(false);
  });

  it('takes no mount of another kind, and no 404 of an absent one for a deletion', async () => {
    const { intent, values } = newSecret();
    await run(world().store.create(intent), values);
    for (const [mount, message] of [
      ['old', /mount/],
      ['absent', /mount/],
      ['secret/deeper', /mount/],
    ] as const) {
      const store = world().connect({ mount });
      expect(['Denied', 'Unsupported']).toContain(
        await failure(run(store.delete(intent))),
      );
      expect(['Denied', 'Unsupported']).toContain(
        await failure(run(store.create(intent), values)),
      );
      const readiness = await store.readiness();
      expect([mount, readiness.ready]).toEqual([mount, false]);
      expect(readiness.message).toMatch(message);
    }
    expect((await world().store.verify(intent)).intact).toBe(true);
  });

  it('takes the largest secret that it promises, and names the limit of the store as TooLarge', async () => {
    const { maxBytes } = world().driver.capabilities;
    const most = newSecret({ big: 'x'.repeat(maxBytes) });
    await run(world().store.create(most.intent), most.values);
    expect((await world().store.verify(most.intent)).intact).toBe(true);
    await run(world().store.delete(most.intent));

    const more = newSecret({ big: 'x'.repeat(1_100_000) });
    expect(
      await failure(run(world().store.create(more.intent), more.values)),
    ).toBe('TooLarge');
    expect(await world().readTraces(more.intent)).toEqual([]);
  });

  it('T1, T2, T4: no value in a log of ours, in a URL, in an error, or readable in a log of the server', async () => {
    const { intent, values } = newSecret({ 'a\u0000key': 'x' });
    await failure(run(world().store.create(intent), values));
    const secret = newSecret();
    await run(world().store.create(secret.intent), secret.values);
    const errors: unknown[] = [];
    for (const side of ['before', 'after'] as const) {
      for (let call = 0; call < 3; call += 1) {
        const next = { ...newSecret(), values: secret.values };
        const disarm = world().calls.breakNext(call, side);
        await run(world().store.create(next.intent), next.values).catch(error =>
          errors.push(error),
        );
        disarm();
      }
    }
    expect(errors.length).toBeGreaterThan(3);
    const canary = secret.values.get('password')!.reveal().toString();
    const sinks = [
      inspect(errors, { depth: 10, showHidden: true }),
      world().logged.join('\n'),
      world().proxy.requests.join('\n'),
      world().bao.logs(),
    ];
    for (const sink of sinks) {
      for (const form of [
        canary,
        Buffer.from(canary).toString('base64'),
        Buffer.from(canary).toString('hex'),
        encodeURIComponent(canary),
      ]) {
        expect(sink.includes(form)).toBe(false);
      }
    }
    expect(world().bao.logs()).toContain(secret.intent.remoteKey);
  });
});
