import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { SystemClock, TestClock } from '../clock';
import { KubernetesObject } from '../storage';
import { syncedResourceVersion } from './syncedResourceVersion';
import { clusterStore, startTestCluster, TestCluster } from './testCluster';
import { resources } from './types';

const group = 'external-secrets.io';
/** Milliseconds that a busy machine may be late. */
const BUSY_MS = 10_000;

describe('ExternalSecretsController', () => {
  const running: TestCluster[] = [];

  async function start(
    options: Partial<Parameters<typeof startTestCluster>[0]> = {},
  ): Promise<TestCluster & { clock: TestClock }> {
    const clock = TestClock.create(new Date('2026-11-22T10:00:00.250Z'));
    const cluster = await startTestCluster({ clock, ...options });
    running.push(cluster);
    await cluster.controller.idle();
    return { ...cluster, clock };
  }

  afterEach(async () => {
    await Promise.all(running.splice(0).map(cluster => cluster.stop()));
  });

  const at = (name: string) => ({ namespace: 'app', name });

  function createSource(
    { store }: TestCluster,
    name: string,
    data: Record<string, string | Buffer>,
  ): void {
    const encoded = Object.entries(data).map(([key, value]) => [
      key,
      Buffer.from(value).toString('base64'),
    ]);
    store.create(resources.secrets, {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: at(name),
      data: Object.fromEntries(encoded),
    });
  }

  function createPush(
    { store }: TestCluster,
    name: string,
    keys: string[],
    spec: object = {},
  ): void {
    store.create(resources.pushSecrets, {
      apiVersion: `${group}/v1alpha1`,
      kind: 'PushSecret',
      metadata: at(name),
      spec: {
        updatePolicy: 'Replace',
        deletionPolicy: 'Delete',
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'bao' }],
        selector: { secret: { name } },
        data: keys.map(key => pushEntry(name, key)),
        ...spec,
      },
    });
  }

  function pushEntry(name: string, key: string) {
    return {
      match: {
        secretKey: key,
        remoteRef: { remoteKey: `demo/generic/${name}`, property: key },
      },
    };
  }

  function bump({ store }: TestCluster, name: string, value: string): void {
    store.mergePatch(resources.pushSecrets, at(name), {
      metadata: { annotations: { 'openchoreo.dev/sync-trigger': value } },
    });
  }

  function push({ store }: TestCluster, name: string): KubernetesObject {
    return store.get(resources.pushSecrets, at(name));
  }

  function ready(object: KubernetesObject) {
    return object.status?.conditions?.find(
      ({ type }: { type: string }) => type === 'Ready',
    );
  }

  function eventsOf({ store }: TestCluster, name: string): string[] {
    return store
      .list(resources.events)
      .items.filter(event => event.involvedObject.name === name)
      .map(event => `${event.type} ${event.reason}: ${event.message}`);
  }

  describe('ClusterSecretStore', () => {
    it('is valid, loses it with its store, and is looked at again after five minutes', async () => {
      const cluster = await start();
      const { store, kv, clock, controller } = cluster;
      const get = () =>
        store.get(resources.clusterSecretStores, { name: 'bao' });
      expect(get().status).toEqual({
        capabilities: 'ReadWrite',
        conditions: [
          {
            lastTransitionTime: '2026-11-22T10:00:00Z',
            message: 'store validated',
            reason: 'Valid',
            status: 'True',
            type: 'Ready',
          },
        ],
      });
      kv.seal();
      await clock.advance(299_000);
      expect(ready(get()).status).toBe('True');
      await clock.advance(6000);
      expect(get().status).toEqual({
        capabilities: 'ReadWrite',
        conditions: [
          {
            lastTransitionTime: expect.stringMatching(
              /^2026-11-22T10:05:0\dZ$/,
            ),
            message: 'unable to validate store',
            reason: 'InvalidProviderConfig',
            status: 'False',
            type: 'Ready',
          },
        ],
      });
      expect(eventsOf(cluster, 'bao')).toContain(
        `Warning InvalidProviderConfig: invalid vault credentials: Error making API request.\n\nURL: GET ${kv.address}/v1/auth/token/lookup-self\nCode: 503. Errors:\n\n* Vault is sealed`,
      );
      kv.unseal();
      await clock.advance(60_000);
      expect(ready(get())).toMatchObject({ status: 'True', reason: 'Valid' });

      store.mergePatch(
        resources.secrets,
        { namespace: 'default', name: 'bao-token' },
        { data: { token: Buffer.from('no').toString('base64') } },
      );
      await clock.advance(300_000);
      await controller.idle();
      expect(ready(get()).message).toBe('unable to validate store');
      store.create(resources.clusterSecretStores, {
        ...clusterStore('other', kv.address),
        spec: { provider: { vault: { server: kv.address, auth: {} } } },
      });
      await controller.idle();
      const other = store.get(resources.clusterSecretStores, { name: 'other' });
      expect(ready(other)).toMatchObject({
        status: 'False',
        reason: 'InvalidProviderConfig',
        message: 'unable to create client',
      });
    });

    it('is read only with the provider for OpenBao, which only newer versions have', async () => {
      for (const [esoVersion, message, capabilities] of [
        ['2.x', 'store validated', 'ReadOnly'],
        ['0.20', 'unable to create client', undefined],
      ] as const) {
        const cluster = await start({ esoVersion });
        const { spec, ...store } = clusterStore('native', cluster.kv.address);
        const { version, ...openBao } = spec.provider.vault;
        cluster.store.create(resources.clusterSecretStores, {
          ...store,
          spec: { provider: { openBao } },
        });
        createSource(cluster, 'db', { user: 'a' });
        createPush(cluster, 'db', ['user'], {
          secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'native' }],
        });
        await cluster.controller.idle();
        const native = cluster.store.get(resources.clusterSecretStores, {
          name: 'native',
        });
        expect(ready(native).message).toBe(message);
        expect(native.status.capabilities).toBe(capabilities);
        expect(ready(push(cluster, 'db')).message).toContain(
          capabilities
            ? 'set secret failed: could not write remote ref user to target secretstore native: push secret is not supported (the OpenBao provider is currently read only)'
            : 'set secret failed: could not get secrets client for store native: ',
        );
      }
    });

    it('refuses pushes in every version with a provider that only reads', async () => {
      const tokens: (string | undefined)[] = [];
      const server = createServer(({ headers, url }, response) => {
        tokens.push(`${url} ${headers['x-api-key']}`);
        response.statusCode = headers['x-api-key'] === 'good' ? 200 : 401;
        response.end('{"tokenType":"READ"}');
      });
      await new Promise<void>(resolve => {
        server.listen(0, '127.0.0.1', resolve);
      });
      try {
        const cluster = await start({ esoVersion: '0.20' });
        const { port } = server.address() as AddressInfo;
        createSource(cluster, 'tokens', { good: 'good', bad: 'bad' });
        const storeOf = (key: string) => ({
          ...clusterStore(key, ''),
          spec: {
            provider: {
              previder: {
                baseUri: `http://127.0.0.1:${port}`,
                auth: {
                  secretRef: {
                    accessToken: { name: 'tokens', namespace: 'app', key },
                  },
                },
              },
            },
          },
        });
        for (const key of ['good', 'bad']) {
          cluster.store.create(resources.clusterSecretStores, storeOf(key));
        }
        createSource(cluster, 'db', { user: 'a' });
        createPush(cluster, 'db', ['user'], {
          secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'good' }],
        });
        const storeNamed = (name: string) =>
          cluster.store.get(resources.clusterSecretStores, { name });
        await cluster.controller.idle();
        expect(ready(push(cluster, 'db')).message).toBe(
          'set secret failed: could not write remote ref user to target secretstore good: not implemented',
        );
        expect(storeNamed('good').status.capabilities).toBe('ReadOnly');
        expect(ready(storeNamed('bad')).message).toBe(
          'unable to validate store',
        );
        expect(storeNamed('bad').status.capabilities).toBeUndefined();
        expect(tokens).toContain('/token/info good');
      } finally {
        server.close();
      }
    });

    it('takes the token from the namespace of whoever uses it when it names none', async () => {
      const cluster = await start();
      const referent = clusterStore('referent', cluster.kv.address);
      referent.spec.provider.vault.auth.tokenSecretRef = {
        name: 'own-token',
        key: 'token',
      };
      cluster.store.create(resources.clusterSecretStores, referent);
      createSource(cluster, 'own-token', { token: cluster.kv.token });
      createSource(cluster, 'db', { user: 'a' });
      createPush(cluster, 'db', ['user'], {
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'referent' }],
      });
      await cluster.controller.idle();
      const found = cluster.store.get(resources.clusterSecretStores, {
        name: 'referent',
      });
      expect(ready(found).reason).toBe('Valid');
      expect(await cluster.kvData('demo/generic/db')).toEqual({ user: 'a' });
    });

    it('keeps its finalizer while a PushSecret would delete through it', async () => {
      const cluster = await start();
      const { store, controller } = cluster;
      createSource(cluster, 'db', { user: 'a' });
      createPush(cluster, 'db', ['user']);
      await controller.idle();
      const finalizers = () =>
        store.get(resources.clusterSecretStores, { name: 'bao' }).metadata
          .finalizers;
      expect(finalizers()).toEqual([
        'secretstore.externalsecrets.io/finalizer',
      ]);
      store.delete(resources.pushSecrets, at('db'));
      await controller.idle();
      expect(finalizers() ?? []).toEqual([]);
    });
  });

  describe('PushSecret', () => {
    it('writes one version per changed key and the recorded status', async () => {
      const cluster = await start();
      const { controller, clock } = cluster;
      createSource(cluster, 'db', { user: 'a', pass: 'b' });
      createPush(cluster, 'db', ['user', 'pass']);
      await controller.idle();
      const entry = (key: string) => ({
        ...pushEntry('db', key),
        conversionStrategy: 'None',
      });
      const pushed = push(cluster, 'db');
      expect(pushed.metadata).toMatchObject({
        generation: 2,
        finalizers: ['pushsecret.externalsecrets.io/finalizer'],
      });
      expect(pushed.spec.refreshInterval).toBe('1h0m0s');
      expect(pushed.status).toEqual({
        conditions: [
          {
            lastTransitionTime: '2026-11-22T10:00:00Z',
            message: 'PushSecret synced successfully',
            reason: 'Synced',
            status: 'True',
            type: 'Ready',
          },
        ],
        refreshTime: '2026-11-22T10:00:00Z',
        syncedPushSecrets: {
          'ClusterSecretStore/bao': {
            'demo/generic/db/user': entry('user'),
            'demo/generic/db/pass': entry('pass'),
          },
        },
        syncedResourceVersion: syncedResourceVersion(pushed.metadata),
      });
      expect(pushed.metadata.managedFields).toContainEqual(
        expect.objectContaining({
          manager: 'external-secrets',
          subresource: 'status',
        }),
      );
      expect(await cluster.kvData('demo/generic/db')).toEqual({
        user: 'a',
        pass: 'b',
      });
      expect(await cluster.kvVersion('demo/generic/db')).toBe(2);
      const metadata = await cluster.kvCall(
        'GET',
        'secret/metadata/demo/generic/db',
      );
      expect(metadata?.custom_metadata).toEqual({
        'managed-by': 'external-secrets',
      });

      // A changed source is not noticed before the next refresh or a bump.
      cluster.store.mergePatch(resources.secrets, at('db'), {
        data: { user: Buffer.from('c').toString('base64') },
      });
      await controller.idle();
      expect(await cluster.kvVersion('demo/generic/db')).toBe(2);
      await clock.advance(1500);
      bump(cluster, 'db', '1');
      await controller.idle();
      expect(await cluster.kvVersion('demo/generic/db')).toBe(3);
      bump(cluster, 'db', '2');
      await clock.advance(1000);
      bump(cluster, 'db', '3');
      await controller.idle();
      expect(await cluster.kvVersion('demo/generic/db')).toBe(3);
      expect(push(cluster, 'db').status.refreshTime).toBe(
        '2026-11-22T10:00:02Z',
      );
      cluster.store.mergePatch(resources.secrets, at('db'), {
        data: { user: Buffer.from('d').toString('base64') },
      });
      await clock.advance(3_599_000);
      expect(await cluster.kvVersion('demo/generic/db')).toBe(3);
      await clock.advance(10_000);
      expect(await cluster.kvVersion('demo/generic/db')).toBe(4);
      expect(cluster.failures).toEqual([]);
    });

    it('removes keys that are wanted no more, and everything when it is deleted', async () => {
      const cluster = await start();
      const { controller, store } = cluster;
      createSource(cluster, 'db', { user: 'a', pass: 'b' });
      createPush(cluster, 'db', ['user', 'pass']);
      await controller.idle();
      store.mergePatch(resources.pushSecrets, at('db'), {
        spec: { data: [pushEntry('db', 'pass')] },
      });
      await controller.idle();
      expect(await cluster.kvData('demo/generic/db')).toEqual({ pass: 'b' });
      expect(
        Object.keys(
          push(cluster, 'db').status.syncedPushSecrets[
            'ClusterSecretStore/bao'
          ],
        ),
      ).toEqual(['demo/generic/db/pass']);
      store.delete(resources.pushSecrets, at('db'));
      await controller.idle();
      expect(store.find(resources.pushSecrets, at('db'))).toBeUndefined();
      expect(
        await cluster.kvCall('GET', 'secret/metadata/demo/generic/db'),
      ).toBeUndefined();
    });

    it('leaves the value in the store with deletionPolicy None', async () => {
      const cluster = await start();
      createSource(cluster, 'db', { user: 'a' });
      createPush(cluster, 'db', ['user'], { deletionPolicy: 'None' });
      await cluster.controller.idle();
      expect(push(cluster, 'db').metadata.finalizers ?? []).toEqual([]);
      cluster.store.delete(resources.pushSecrets, at('db'));
      await cluster.controller.idle();
      expect(await cluster.kvData('demo/generic/db')).toEqual({ user: 'a' });
    });

    it('says word for word what went wrong and keeps the last good status', async () => {
      const cluster = await start();
      const { controller, clock, kv } = cluster;
      createSource(cluster, 'db', { user: 'a' });
      createPush(cluster, 'db', ['user']);
      await controller.idle();
      const { conditions: _good, ...kept } = push(cluster, 'db').status;
      const url = `${kv.address}/v1/secret/data/demo/generic/db`;
      const prefix =
        'set secret failed: could not write remote ref user to target secretstore bao: cannot read secret data from Vault: ';

      kv.faults.add({
        match: { verb: 'get', resource: 'data', times: 2 },
        effect: { type: 'status', code: 403, message: 'permission denied' },
      });
      bump(cluster, 'db', '1');
      await controller.idle();
      const { conditions, ...others } = push(cluster, 'db').status;
      expect(conditions[0]).toMatchObject({
        status: 'False',
        reason: 'Errored',
        message: `${prefix}Error making API request.\n\nURL: GET ${url}\nCode: 403. Errors:\n\n* permission denied`,
      });
      expect(others).toEqual(kept);
      await clock.advance(1000);
      await clock.advance(1000);
      expect(ready(push(cluster, 'db')).status).toBe('True');

      kv.seal();
      bump(cluster, 'db', '2');
      await controller.idle();
      await clock.advance(3000);
      expect(ready(push(cluster, 'db')).status).toBe('True');
      await clock.advance(1000);
      expect(ready(push(cluster, 'db')).message).toBe(
        `${prefix}Error making API request.\n\nURL: GET ${url}\nCode: 503. Errors:\n\n* Vault is sealed`,
      );
      cluster.store.delete(resources.pushSecrets, at('db'));
      await controller.idle();
      await clock.advance(20_000);
      expect(push(cluster, 'db').metadata.deletionTimestamp).toBeDefined();
      expect(ready(push(cluster, 'db'))).toMatchObject({
        reason: 'Errored',
        message: `Failed to Delete Secrets from Provider: cannot read secret data from Vault: Error making API request.\n\nURL: GET ${url}\nCode: 503. Errors:\n\n* Vault is sealed`,
      });
      expect(push(cluster, 'db').status.syncedPushSecrets).toEqual(
        kept.syncedPushSecrets,
      );
      await clock.advance(3_600_000);
      kv.unseal();
      await clock.advance(7 * 60_000);
      expect(
        cluster.store.find(resources.pushSecrets, at('db')),
      ).toBeUndefined();
      expect(await cluster.kvData('demo/generic/db')).toBeUndefined();
    });

    it('tells a refused connection, a missing key, source and store, and a foreign value', async () => {
      const cluster = await start();
      const { controller, clock, store, kv } = cluster;
      const closed = 'http://127.0.0.1:1';
      store.create(resources.clusterSecretStores, clusterStore('down', closed));
      createSource(cluster, 'a', { a: '1' });
      createPush(cluster, 'a', ['a'], {
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'down' }],
      });
      createSource(cluster, 'b', { a: '1' });
      createPush(cluster, 'b', ['user']);
      createPush(cluster, 'absent', ['a']);
      createSource(cluster, 'c', { a: '1' });
      createPush(cluster, 'c', ['a'], {
        secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'nope' }],
      });
      await cluster.kvCall('POST', 'secret/data/demo/generic/foreign', {
        data: { a: 'theirs' },
      });
      createSource(cluster, 'foreign', { a: '1' });
      createPush(cluster, 'foreign', ['a']);
      createSource(cluster, 'none', { a: '1' });
      createPush(cluster, 'none', ['a'], {
        secretStoreRefs: [
          {
            kind: 'ClusterSecretStore',
            labelSelector: { matchLabels: { no: 'match' } },
          },
        ],
      });
      createSource(cluster, 'templated', { a: '1' });
      createPush(cluster, 'templated', ['a'], {
        template: { data: { a: '{{ .a | sha256sum }}' } },
      });
      await controller.idle();
      await clock.advance(4000);
      const message = (name: string) => ready(push(cluster, name))?.message;
      expect({
        a: message('a'),
        b: message('b'),
        absent: message('absent'),
        c: message('c'),
        foreign: message('foreign'),
        none: message('none'),
        templated: message('templated'),
      }).toEqual({
        a: `set secret failed: could not write remote ref a to target secretstore down: cannot read secret data from Vault: Get "${closed}/v1/secret/data/demo/generic/a": dial tcp 127.0.0.1:1: connect: connection refused`,
        b: 'set secret failed: secret key user does not exist',
        absent: 'could not get source secret',
        c: 'could not get ClusterSecretStore "nope", ClusterSecretStore.external-secrets.io "nope" not found',
        foreign:
          'set secret failed: could not write remote ref a to target secretstore bao: secret not managed by external-secrets',
        none: undefined,
        templated: undefined,
      });
      expect(push(cluster, 'foreign').status.syncedPushSecrets).toEqual({
        'ClusterSecretStore/bao': {},
      });
      expect(await cluster.kvData('demo/generic/foreign')).toEqual({
        a: 'theirs',
      });
      expect(cluster.failures).toEqual(
        expect.arrayContaining(['pushsecret | secrets "absent" not found']),
      );
      expect(kv.requestLog.count({ verb: 'put', name: 'demo/generic/b' })).toBe(
        0,
      );
      expect(eventsOf(cluster, 'b')).toEqual([
        'Warning Errored: set secret failed: secret key user does not exist',
      ]);
    });

    it.each([
      ['0.20', 'Errored', { user: 'a' }],
      ['2.x', 'SourceDeleted', undefined],
    ] as const)(
      'after the source is deleted, version %s says %s',
      async (esoVersion, reason, left) => {
        const cluster = await start({ esoVersion });
        createSource(cluster, 'db', { user: 'a' });
        createPush(cluster, 'db', ['user']);
        await cluster.controller.idle();
        cluster.store.delete(resources.secrets, at('db'));
        await cluster.controller.idle();
        expect(ready(push(cluster, 'db')).status).toBe('True');
        bump(cluster, 'db', '1');
        await cluster.clock.advance(60_000);
        expect(ready(push(cluster, 'db'))).toMatchObject({
          status: 'False',
          reason,
          message: 'could not get source secret',
        });
        expect(await cluster.kvData('demo/generic/db')).toEqual(left);
        createSource(cluster, 'db', { user: 'b' });
        await cluster.clock.advance(7 * 60_000);
        expect(await cluster.kvData('demo/generic/db')).toEqual({ user: 'b' });
      },
    );

    it('puts data and metadata of a key that begins with the mount in different places', async () => {
      const cluster = await start();
      createSource(cluster, 'db', { user: 'a' });
      const entry = (secretKey: string) => ({
        match: {
          secretKey,
          remoteRef: { remoteKey: 'secret/acme/generic/db', property: 'user' },
        },
      });
      createPush(cluster, 'db', [], { data: [entry('user')] });
      await cluster.controller.idle();
      expect(await cluster.kvData('acme/generic/db')).toEqual({ user: 'a' });
      expect(
        (await cluster.kvCall('GET', 'secret/metadata/secret/acme/generic/db'))
          ?.custom_metadata,
      ).toEqual({ 'managed-by': 'external-secrets' });
      cluster.store.mergePatch(resources.secrets, at('db'), {
        data: { user: Buffer.from('b').toString('base64') },
      });
      bump(cluster, 'db', '1');
      await cluster.controller.idle();
      cluster.store.delete(resources.pushSecrets, at('db'));
      await cluster.controller.idle();
      expect(await cluster.kvData('acme/generic/db')).toBeNull();
      const older = await cluster.kvCall(
        'GET',
        'secret/data/acme/generic/db?version=1',
      );
      expect(older?.data).toEqual({ user: 'a' });
    });

    it('pushes whole Secrets, leaves existing ones on demand, and damages bytes that are no text', async () => {
      const cluster = await start();
      createSource(cluster, 'whole', { a: '1', b: Buffer.from([0xff, 0x41]) });
      createPush(cluster, 'whole', [], {
        data: [{ match: { remoteRef: { remoteKey: 'demo/generic/whole' } } }],
      });
      await cluster.kvCall('POST', 'secret/data/demo/generic/kept', {
        data: { a: 'first' },
      });
      createSource(cluster, 'kept', { a: 'second' });
      createPush(cluster, 'kept', ['a'], { updatePolicy: 'IfNotExists' });
      await cluster.controller.idle();
      expect(await cluster.kvData('demo/generic/whole')).toEqual({
        a: '1',
        b: '\ufffdA',
      });
      expect(await cluster.kvVersion('demo/generic/whole')).toBe(1);
      expect(await cluster.kvData('demo/generic/kept')).toEqual({ a: 'first' });
      expect(ready(push(cluster, 'kept')).message).toBe(
        'PushSecret synced successfully. Existing secrets in providers unchanged.',
      );
    });

    it('is refused by a store that does not admit its namespace', async () => {
      const cluster = await start();
      cluster.store.mergePatch(
        resources.clusterSecretStores,
        { name: 'bao' },
        { spec: { conditions: [{ namespaces: ['elsewhere'] }] } },
      );
      createSource(cluster, 'db', { a: '1' });
      createPush(cluster, 'db', ['a']);
      await cluster.controller.idle();
      expect(ready(push(cluster, 'db')).message).toBe(
        'set secret failed: could not get secrets client for store bao: using cluster store "bao" is not allowed from namespace "app": denied by spec.condition',
      );
    });

    it('starts a push when it is asked to, and not at its next interval, in real time', async () => {
      const cluster = await startTestCluster({ clock: new SystemClock() });
      running.push(cluster);
      createSource(cluster, 'db', { a: '1' });
      createPush(cluster, 'db', ['a']);
      await cluster.until(() => ready(push(cluster, 'db'))?.status === 'True');
      const before = Date.now();
      bump(cluster, 'db', '1');
      const wanted = syncedResourceVersion(push(cluster, 'db').metadata);
      await cluster.until(
        () => push(cluster, 'db').status.syncedResourceVersion === wanted,
      );
      expect(Date.now() - before).toBeLessThan(BUSY_MS);
    });
  });

  it('stops at once although a store hangs or a retry waits, and writes nothing more', async () => {
    const cluster = await start();
    const { store, controller, kv } = cluster;
    createSource(cluster, 'hangs', { a: '1' });
    createSource(cluster, 'waits', { a: '1' });
    kv.faults.add({
      match: { verb: 'get', name: 'demo/generic/hangs' },
      effect: { type: 'hang' },
    });
    kv.faults.add({
      match: { verb: 'get', name: 'demo/generic/waits' },
      effect: { type: 'status', code: 503 },
    });
    createPush(cluster, 'hangs', ['a']);
    createPush(cluster, 'waits', ['a']);
    await cluster.until(
      () => kv.requestLog.count({ verb: 'get', resource: 'data' }) === 2,
    );
    const before = Date.now();
    await controller.stop();
    expect(Date.now() - before).toBeLessThan(BUSY_MS);
    store.mergePatch(resources.secrets, at('waits'), { data: { b: 'MQ==' } });
    await cluster.clock.advance(3_600_000);
    for (const name of ['hangs', 'waits']) {
      expect(push(cluster, name).status).toBeUndefined();
    }
    expect(kv.requestLog.count({ verb: 'get', resource: 'data' })).toBe(2);
  });

  describe('ExternalSecret', () => {
    function createExternal(
      { store }: TestCluster,
      name: string,
      spec: object = {},
    ): void {
      store.create(resources.externalSecrets, {
        apiVersion: `${group}/v1`,
        kind: 'ExternalSecret',
        metadata: at(name),
        spec: {
          secretStoreRef: { kind: 'ClusterSecretStore', name: 'bao' },
          target: { name },
          data: [
            {
              secretKey: 'USER',
              remoteRef: { key: 'demo/generic/db', property: 'user' },
            },
          ],
          ...spec,
        },
      });
    }

    const external = ({ store }: TestCluster, name: string) =>
      store.get(resources.externalSecrets, at(name));

    function valuesOf({ store }: TestCluster, name: string) {
      const secret = store.find(resources.secrets, at(name));
      const values = Object.entries<string>(secret?.data ?? {}).map(
        ([key, value]) => [key, Buffer.from(value, 'base64').toString()],
      );
      return secret && Object.fromEntries(values);
    }

    const seed = (cluster: TestCluster, data: object) =>
      cluster.kvCall('POST', 'secret/data/demo/generic/db', { data });

    it('makes its Secret, repairs it, follows the store, and takes it along', async () => {
      const cluster = await start();
      const { controller, clock, store } = cluster;
      await seed(cluster, { user: 'a' });
      createExternal(cluster, 'db');
      await controller.idle();
      const synced = external(cluster, 'db');
      expect(synced.metadata).toMatchObject({
        generation: 2,
        finalizers: [
          'externalsecrets.external-secrets.io/externalsecret-cleanup',
        ],
      });
      expect(synced.status).toEqual({
        binding: { name: 'db' },
        conditions: [
          {
            lastTransitionTime: '2026-11-22T10:00:00Z',
            message: 'secret synced',
            reason: 'SecretSynced',
            status: 'True',
            type: 'Ready',
          },
        ],
        refreshTime: '2026-11-22T10:00:00Z',
        syncedResourceVersion: syncedResourceVersion(synced.metadata),
      });
      expect(valuesOf(cluster, 'db')).toEqual({ USER: 'a' });
      store.mergePatch(resources.secrets, at('db'), {
        data: { USER: Buffer.from('edited').toString('base64'), more: 'eA==' },
      });
      await controller.idle();
      expect(valuesOf(cluster, 'db')).toEqual({ USER: 'a' });
      store.delete(resources.secrets, at('db'));
      await controller.idle();
      expect(valuesOf(cluster, 'db')).toEqual({ USER: 'a' });

      await seed(cluster, { user: 'b' });
      await clock.advance(3_590_000);
      expect(valuesOf(cluster, 'db')).toEqual({ USER: 'a' });
      await clock.advance(15_000);
      expect(valuesOf(cluster, 'db')).toEqual({ USER: 'b' });
      store.delete(resources.externalSecrets, at('db'));
      await cluster.until(() => !store.find(resources.secrets, at('db')));
      expect(store.find(resources.externalSecrets, at('db'))).toBeUndefined();
      expect(cluster.failures).toEqual([]);
    });

    it('hides the store’s error in an event', async () => {
      const cluster = await start();
      const { controller, clock, kv } = cluster;
      await seed(cluster, { other: 'a' });
      createExternal(cluster, 'property');
      createExternal(cluster, 'nothing', {
        data: [{ secretKey: 'A', remoteRef: { key: 'demo/nothing/there' } }],
      });
      await controller.idle();
      for (const [name, text] of [
        [
          'property',
          'demo/generic/db), err: cannot find secret data for key: "user"',
        ],
        ['nothing', 'demo/nothing/there), err: Secret does not exist'],
      ]) {
        expect(ready(external(cluster, name))).toMatchObject({
          status: 'False',
          reason: 'SecretSyncedError',
          message: 'could not get secret data from provider',
        });
        expect(eventsOf(cluster, name)).toContain(
          `Warning UpdateFailed: error processing spec.data[0] (key: ${text}`,
        );
      }
      kv.seal();
      await clock.advance(310_000);
      createExternal(cluster, 'late');
      await controller.idle();
      expect(eventsOf(cluster, 'late')).toContain(
        'Warning UpdateFailed: error processing spec.data[0] (key: demo/generic/db), err: ClusterSecretStore "bao" is not ready',
      );
    });

    it('keeps to its refresh policy', async () => {
      const cluster = await start();
      const { controller, store, clock } = cluster;
      await seed(cluster, { user: 'a' });
      createExternal(cluster, 'periodic', { refreshInterval: '15s' });
      createExternal(cluster, 'zero', { refreshInterval: '0' });
      createExternal(cluster, 'once', { refreshPolicy: 'CreatedOnce' });
      createExternal(cluster, 'change', {
        refreshPolicy: 'OnChange',
        refreshInterval: '15s',
      });
      await controller.idle();
      await seed(cluster, { user: 'b' });
      await clock.advance(60_000);
      const all = () =>
        ['periodic', 'zero', 'once', 'change'].map(
          name => valuesOf(cluster, name)?.USER,
        );
      expect(all()).toEqual(['b', 'a', 'a', 'a']);
      for (const name of ['zero', 'once', 'change']) {
        store.mergePatch(resources.externalSecrets, at(name), {
          metadata: { annotations: { 'force-sync': '1' } },
        });
      }
      await controller.idle();
      expect(all()).toEqual(['b', 'a', 'a', 'b']);
    });

    it('extracts, decodes, templates, merges and refuses what belongs to others', async () => {
      const cluster = await start();
      const { controller, store } = cluster;
      await seed(cluster, { user: 'YQ==', 'with space': 'x' });
      createExternal(cluster, 'extract', {
        data: [],
        dataFrom: [{ extract: { key: 'demo/generic/db' } }],
        target: {
          template: {
            type: 'example.com/own',
            metadata: { labels: { team: 'a' } },
          },
        },
      });
      createExternal(cluster, 'decoded', {
        data: [
          {
            secretKey: 'u',
            remoteRef: {
              key: 'demo/generic/db',
              property: 'user',
              decodingStrategy: 'Base64',
            },
          },
        ],
        target: { template: { data: { url: 'user={{ .u }}' } } },
      });
      createExternal(cluster, 'missing', {
        target: { creationPolicy: 'Merge' },
      });
      createSource(cluster, 'merged', { own: '1' });
      createExternal(cluster, 'merged', {
        target: { creationPolicy: 'Merge' },
      });
      createExternal(cluster, 'second', { target: { name: 'extract' } });
      await controller.idle();
      await cluster.clock.advance(2000);
      expect(valuesOf(cluster, 'extract')).toEqual({
        user: 'YQ==',
        with_space: 'x',
      });
      expect(store.get(resources.secrets, at('extract'))).toMatchObject({
        type: 'example.com/own',
        metadata: { labels: { team: 'a' } },
      });
      expect(valuesOf(cluster, 'decoded')).toEqual({ url: 'user=a' });
      expect(ready(external(cluster, 'missing'))).toMatchObject({
        status: 'True',
        reason: 'SecretMissing',
        message: 'secret will not be created due to CreationPolicy=Merge',
      });
      expect(valuesOf(cluster, 'merged')).toEqual({ own: '1', USER: 'YQ==' });
      expect(ready(external(cluster, 'second')).message).toBe(
        'target is owned by another ExternalSecret',
      );
    });
  });
});
