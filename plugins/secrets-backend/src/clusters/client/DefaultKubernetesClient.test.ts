import { RESOURCES } from '@strongroom/backstage-plugin-secrets-node';
import { randomBytes } from 'node:crypto';
import { encodingsOf } from '../../tests/__testUtils__/encodingsOf';
import { recordingLogger } from '../../tests/__testUtils__/recordingLogger';
import {
  StartedClusters,
  startClusters,
} from '../../tests/__testUtils__/startClusters';
import { DefaultKubernetesClient } from './DefaultKubernetesClient';

const namespace = 'openchoreo-kv-acme';
const ref = { namespace, name: 'db' };
const canary = `canary ${randomBytes(12).toString('hex')}`;
const base64 = (text: string) => Buffer.from(text).toString('base64');

let clusters: StartedClusters;
let client: DefaultKubernetesClient;
let logger: ReturnType<typeof recordingLogger>;

beforeAll(async () => {
  clusters = await startClusters();
});

afterAll(() => clusters.stop());

beforeEach(async () => {
  logger = recordingLogger();
  client = clusters.connect(undefined, { logger });
  if (!(await client.getMetadata(RESOURCES.namespace, { name: namespace }))) {
    await client.create(RESOURCES.namespace, { metadata: { name: namespace } });
  }
  clusters.controlPlane.requestLog.clear();
});

afterEach(async () => {
  clusters.controlPlane.faults.clear();
  await client.delete(RESOURCES.secret, ref);
});

const createSecret = () =>
  client.create(RESOURCES.secret, {
    metadata: ref,
    type: 'Opaque',
    data: { password: base64(canary) },
  });

describe('a client of a cluster', () => {
  it('T1: writes a Secret of which it only ever sees the metadata', async () => {
    const created = await createSecret();
    expect(Object.keys(created)).toEqual(['metadata']);

    const found = await client.getMetadata(RESOURCES.secret, ref);
    expect(found?.metadata).toMatchObject({
      ...ref,
      uid: created.metadata.uid,
    });
    expect(found?.metadata.managedFields?.[0]).toMatchObject({
      manager: 'strongroom',
      fieldsV1: { 'f:data': { 'f:password': {} } },
    });

    const changed = await client.mergePatch(RESOURCES.secret, ref, {
      metadata: { resourceVersion: found?.metadata.resourceVersion },
      data: { password: null, token: base64(`${canary}!`) },
    });
    expect(Object.keys(changed)).toEqual(['metadata']);
    const stored = clusters.controlPlane.store.get(
      { group: '', version: 'v1', resource: 'secrets' },
      ref,
    );
    expect(stored.data).toEqual({ token: base64(`${canary}!`) });

    await client.delete(RESOURCES.secret, ref, { uid: created.metadata.uid });
    expect(await client.getMetadata(RESOURCES.secret, ref)).toBeUndefined();

    const requests = clusters.controlPlane.requestLog.filter({
      resource: 'secrets',
    });
    expect(requests.map(({ verb, status }) => [verb, status])).toEqual([
      ['create', 201],
      ['get', 200],
      ['patch', 200],
      ['delete', 200],
      ['get', 404],
    ]);
    for (const { accept, path, query } of requests) {
      expect(accept).toBe(
        'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
      );
      for (const encoding of encodingsOf(canary)) {
        expect(path + JSON.stringify(query)).not.toContain(encoding);
      }
    }
    for (const encoding of encodingsOf(canary)) {
      expect(logger.text()).not.toContain(encoding);
    }
  });

  it('loses no update, and overwrites and deletes nothing that is another object by now', async () => {
    const created = await createSecret();
    await expect(createSecret()).rejects.toMatchObject({
      code: 'AlreadyExists',
      outcomeUnknown: false,
    });
    const { resourceVersion } = created.metadata;
    await client.mergePatch(RESOURCES.secret, ref, {
      data: { token: base64('b') },
    });
    await expect(
      client.mergePatch(RESOURCES.secret, ref, {
        metadata: { resourceVersion },
        data: { token: base64('c') },
      }),
    ).rejects.toMatchObject({ code: 'Conflict' });
    await expect(
      client.delete(RESOURCES.secret, ref, { resourceVersion }),
    ).rejects.toMatchObject({ code: 'Conflict' });
    await expect(
      client.delete(RESOURCES.secret, ref, { uid: 'another' }),
    ).rejects.toMatchObject({ code: 'Conflict' });
    await expect(
      client.mergePatch(
        RESOURCES.secret,
        { namespace, name: 'absent' },
        { data: {} },
      ),
    ).rejects.toMatchObject({ code: 'NotFound' });
  });

  it.each(['refuse', 'cutAfter', 'hang', 'garbage'] as const)(
    'T1, T2: says whether a write may have happened when the fault is %s, and keeps the value to itself',
    async type => {
      clusters.controlPlane.faults.add({
        match: { verb: 'create', resource: 'secrets' },
        effect: { type },
      });
      const error = await createSecret().then(
        () => undefined,
        thrown => thrown,
      );
      expect(error).toMatchObject({
        code: type === 'hang' ? 'Timeout' : 'Unavailable',
        outcomeUnknown: true,
      });
      const there = await client.getMetadata(RESOURCES.secret, ref);
      expect(there !== undefined).toBe(type === 'cutAfter');
      for (const encoding of encodingsOf(canary)) {
        expect(`${error.stack}${logger.text()}`).not.toContain(encoding);
      }
    },
  );

  it('T2: forwards nothing of an API server that echoes the request', async () => {
    for (const code of [400, 409, 422, 500]) {
      clusters.controlPlane.faults.clear();
      clusters.controlPlane.faults.add({
        match: { verb: 'create', resource: 'secrets' },
        effect: { type: 'status', code, echoBody: true },
      });
      const error = await createSecret().then(
        () => undefined,
        thrown => thrown,
      );
      expect(error.name).toBe('StoreError');
      for (const encoding of encodingsOf(canary)) {
        expect(`${error.stack}${logger.text()}`).not.toContain(encoding);
      }
    }
  });

  it('says that a token may not do what it was not given, and that a limit asks to come back', async () => {
    const token = clusters.controlPlane.createToken([
      { verbs: ['get'], apiGroups: [''], resources: ['namespaces'] },
    ]);
    const limited = clusters.connect({
      type: 'server',
      url: clusters.controlPlane.url,
      caFile: await clusters.write(
        'ca.pem',
        Buffer.from(clusters.controlPlane.caData, 'base64').toString(),
      ),
      tokenFile: await clusters.write('limited', token),
    });
    expect(
      await limited.get(RESOURCES.namespace, { name: namespace }),
    ).toMatchObject({ kind: 'Namespace' });
    await expect(
      limited.getMetadata(RESOURCES.secret, ref),
    ).rejects.toMatchObject({ code: 'Denied' });

    clusters.controlPlane.faults.add({
      match: { verb: 'get' },
      effect: { type: 'status', code: 429, retryAfter: 3 },
    });
    await expect(
      limited.get(RESOURCES.namespace, { name: namespace }),
    ).rejects.toMatchObject({ code: 'RateLimited', retryAfterMs: 3000 });
  });
});
