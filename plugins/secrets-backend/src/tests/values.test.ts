import { ContractClient } from './__testUtils__/ContractClient';
import {
  draftOf,
  EXTERNAL_SECRETS,
  NAMESPACES,
  objectsOf,
  PLANE,
  readStore,
  REFERENCES,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { isOfOtherFile, PAYMENTS } from './__testUtils__/tenants';

const WORKFLOWS = { kind: 'ClusterWorkflowPlane', name: 'default' };
const VAULT_LIMIT = 716_800;
const KUBERNETES_LIMIT = 1_048_576;
const PATIENCE_MS = 30_000;

/** Values that something on the way could trim, fold, fill in or repair. */
const DIFFICULT: Record<string, string> = {
  crlf: 'one\r\ntwo\r\n',
  cr: 'one\rtwo\r',
  'newline-at-end': 'text\n',
  'white-space': ' \t text \t ',
  bom: '\ufefftext',
  nul: 'a\u0000b',
  controls: '\u0001\u001b[31m\u007f\u0085\u2028\u2029',
  template: '{{ .secret }} {{ "x" | b64enc }} ${VAR} $(VAR) %(x)s {% raw %}',
  'go-template': '{{- range $k, $v := . }}{{ $v }}{{ end -}}',
  json: '{"a":"\\u0041","b":[1,2]}',
  'json-escapes': '"\\"\\\\/\b\f',
  yaml: '--- !!binary |\n  &a *a\n...',
  html: '<script>alert(1)</script>',
  unicode: 'a\u0301 \u00e1 \u{1f600} \u{10ffff} \ufffd \ufffe',
  'looks-like-base64': 'dGV4dA==',
  number: '007',
  boolean: 'true',
  null: 'null',
};

describe('values', () => {
  let portal: TestPortal;
  let developer: ContractClient;

  beforeAll(async () => {
    portal = await startPortal({
      secrets: {
        planes: {
          defaultCluster: 'control-plane',
          overrides: [{ ...WORKFLOWS, maxBytes: 2_000_000 }],
        },
      },
    });
    developer = portal.as('payments-dev');
    await portal.world.clusters['control-plane'].objects.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: `dp-${PAYMENTS}` },
    });
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  });

  const create = (draft: unknown) =>
    developer.post(`/namespaces/${PAYMENTS}/secrets`, draft);

  it('T11 T17 S0.1: texts arrive in store and consumer byte for byte, whatever they look like', async () => {
    const values = DIFFICULT;
    const made = await create(draftOf('difficult', values));
    expect(made.status).toBe(201);
    await stored(`${PAYMENTS}/generic/difficult`, values);
    const seen = await consumed('difficult', Object.keys(values));
    for (const [key, value] of Object.entries(values)) {
      expect({ key, bytes: seen[key] }).toEqual({
        key,
        bytes: Buffer.from(value),
      });
    }
    // what a user wrote is never part of anything that External Secrets fills in
    const { requestLog } = portal.world.clusters['control-plane'];
    for (const { resource, body } of requestLog.entries) {
      if (resource === 'pushsecrets' || resource === 'secretreferences') {
        expect(body ?? '').not.toContain('{{');
      }
    }
  });

  it('T10: keys that JavaScript knows, and keys that look alike, arrive each with its own value', async () => {
    const values = new Map([
      ['__proto__', 'p'],
      ['constructor', 'c'],
      ['prototype', 't'],
      ['toString', 's'],
      ['hasOwnProperty', 'h'],
      ['token', 'lower'],
      ['Token', 'upper'],
      ['TOKEN', 'all upper'],
      ['to.ken', 'dot'],
      ['to-ken', 'dash'],
      ['to_ken', 'underscore'],
      ['1', 'one'],
      ['01', 'zero one'],
      ['.dots', 'dots'],
    ]);
    const data = [...values]
      .map(
        ([key, value]) =>
          `${JSON.stringify(key)}:{"value":${JSON.stringify(value)}}`,
      )
      .join();
    const answer = await developer.request(
      'POST',
      `/namespaces/${PAYMENTS}/secrets`,
      {
        raw: `{"name":"look-alikes","type":"Opaque","targetPlane":${JSON.stringify(
          PLANE,
        )},"data":{${data}}}`,
      },
    );
    expect(answer.status).toBe(201);
    expect(answer.body.keys).toEqual([...values.keys()].sort());
    expect(answer.body.warnings.map(({ field }: any) => field)).toEqual([
      'data.Token',
      'data.token',
    ]);
    await eventually(async () => {
      const text = await storedText(`${PAYMENTS}/generic/look-alikes`);
      for (const [key, value] of values) {
        expect(text).toContain(
          `${JSON.stringify(key)}:${JSON.stringify(value)}`,
        );
      }
    }, PATIENCE_MS);
    const shown = await developer.get(
      `/namespaces/${PAYMENTS}/secrets/look-alikes`,
    );
    expect(shown.body.keys).toEqual([...values.keys()].sort());
  });

  it('T11: bytes that are not UTF-8 are refused with their key and a remedy, or stored as base64 text', async () => {
    const bytes = Buffer.from([0x00, 0xff, 0xfe, 0x80, 0xc3, 0x28, 0x0a]);
    const value = bytes.toString('base64');
    const draft = (storeAs?: 'base64') => ({
      ...draftOf('keystore'),
      data: {
        binary: { value, encoding: 'base64', ...(storeAs && { storeAs }) },
        text: { value: 'beside it' },
      },
    });
    const refused = await create(draft());
    expect(refused.body.error).toMatchObject({
      code: 'InvalidSecret',
      details: [
        {
          field: 'data.binary',
          message: expect.stringContaining('"storeAs": "base64"'),
        },
      ],
    });
    expect((await objectsOf(portal, PAYMENTS)).join()).not.toContain(
      'keystore',
    );

    const made = await create(draft('base64'));
    expect(made.status).toBe(201);
    expect(made.body.storedAs).toEqual({ binary: 'base64' });
    await stored(`${PAYMENTS}/generic/keystore`, {
      binary: value,
      text: 'beside it',
    });
    const reference = await portal.world.clusters['control-plane'].objects.get(
      REFERENCES,
      { namespace: PAYMENTS, name: 'keystore' },
    );
    expect(reference.metadata.annotations).toMatchObject({
      'strongroom.dev/stored-as': expect.stringContaining('binary'),
    });
    expect(
      (await developer.get(`/namespaces/${PAYMENTS}/secrets/keystore`)).body
        .storedAs,
    ).toEqual({ binary: 'base64' });
    const seen = await consumed('keystore', ['binary'], 'Base64');
    expect(seen.binary).toEqual(bytes);
  });

  it('base64 is an encoding of what is sent, not of what is stored', async () => {
    const made = await create({
      ...draftOf('encoded'),
      data: {
        text: {
          value: Buffer.from('text\r\n').toString('base64'),
          encoding: 'base64',
        },
      },
    });
    expect(made.status).toBe(201);
    expect(made.body.storedAs).toBeUndefined();
    await stored(`${PAYMENTS}/generic/encoded`, { text: 'text\r\n' });
  });

  it('takes exactly as many bytes as the plane does, and one more not', async () => {
    for (const [targetPlane, limit, name] of [
      [PLANE, VAULT_LIMIT, 'vault'],
      [WORKFLOWS, KUBERNETES_LIMIT, 'kubernetes'],
    ] as const) {
      const sized = (bytes: number) => ({
        ...draftOf(`${name}-size`),
        targetPlane,
        // two bytes a character, so that characters are not mistaken for bytes
        data: {
          a: { value: '\u00e4'.repeat(1000) },
          b: { value: 'x'.repeat(bytes - 2000) },
        },
      });
      const over = await create(sized(limit + 1));
      expect(over.body.error).toMatchObject({
        code: 'InvalidSecret',
        details: [
          { field: 'data', message: expect.stringContaining(String(limit)) },
        ],
      });
      expect((await objectsOf(portal, PAYMENTS)).join()).not.toContain('-size');
      const planes = await developer.get(`/namespaces/${PAYMENTS}/planes`);
      expect(
        planes.body.items.find((plane: any) => plane.kind === targetPlane.kind)
          .capabilities.maxBytes,
      ).toBeGreaterThanOrEqual(limit);
      expect((await create(sized(limit))).status).toBe(201);
      await developer.delete(`/namespaces/${PAYMENTS}/secrets/${name}-size`);
    }
  }, 60_000);

  it('T12 S1.5 S1.6: every path that the store was asked for lies inside the namespace’s own', async () => {
    await create(draftOf('within'));
    await stored(`${PAYMENTS}/generic/within`, { token: 'value' });
    const asked = portal.world.kv.requestLog.entries
      .filter(({ resource }) => ['data', 'metadata'].includes(resource))
      .map(({ name }) => name.replace(/^secret\//, ''))
      // Where files share a cluster, External Secrets may still clear up after an earlier one.
      .filter(path => !isOfOtherFile(path));
    expect(asked.length).toBeGreaterThan(5);
    for (const path of asked) {
      expect(path).toMatch(new RegExp(`^${PAYMENTS}/[a-z-]+/[-a-z0-9.]+$`));
    }
  });

  it('S2.6 S1.2: the reference says type, plane, category and path, and holds no value', async () => {
    const made = await create({
      ...draftOf('pointer', { user: 'shop', pass: 'not-to-be-seen' }),
      category: 'git-credentials',
      labels: { tier: 'backend' },
      description: 'Where orders are kept',
      owner: 'group:default/team-payments',
      project: 'shop',
      component: 'checkout',
      template: { labels: { app: 'shop' }, annotations: { note: 'kept' } },
      expiresAt: '2999-01-01T00:00:00Z',
      refreshInterval: '90m',
    });
    expect(made.body).toMatchObject({
      category: 'git-credentials',
      labels: { tier: 'backend' },
      description: 'Where orders are kept',
      owner: 'group:default/team-payments',
      expiresAt: '2999-01-01T00:00:00.000Z',
      refreshInterval: '1h30m',
      remoteRefs: [
        { secretKey: 'pass', key: `secret/${PAYMENTS}/generic/pointer` },
        { secretKey: 'user', key: `secret/${PAYMENTS}/generic/pointer` },
      ],
    });
    const reference: any = await portal.world.clusters[
      'control-plane'
    ].objects.get(REFERENCES, { namespace: PAYMENTS, name: 'pointer' });
    expect(reference.metadata.labels).toMatchObject({
      tier: 'backend',
      'openchoreo.dev/managed-by': 'openchoreo-api',
      'openchoreo.dev/project': 'shop',
      'openchoreo.dev/component': 'checkout',
    });
    expect(reference.spec).toMatchObject({
      targetPlane: PLANE,
      refreshInterval: '1h30m',
      template: {
        type: 'Opaque',
        metadata: { labels: { app: 'shop' }, annotations: { note: 'kept' } },
      },
      data: expect.arrayContaining([
        {
          secretKey: 'pass',
          remoteRef: {
            key: `secret/${PAYMENTS}/generic/pointer`,
            property: 'pass',
          },
        },
      ]),
    });
    expect(JSON.stringify(reference)).not.toContain('not-to-be-seen');
  });

  async function storedText(path: string): Promise<string> {
    return (await portal.world.kv.send('GET', `secret/data/${path}`)).text;
  }

  async function stored(path: string, values: Record<string, string>) {
    await eventually(async () => {
      expect(await readStore(portal, path)).toEqual(values);
    }, PATIENCE_MS);
  }

  /** What a consumer's Secret has, pulled by an ExternalSecret. */
  async function consumed(
    name: string,
    keys: string[],
    decodingStrategy?: string,
  ): Promise<Record<string, Buffer>> {
    const { objects } = portal.world.clusters['control-plane'];
    await objects.create(EXTERNAL_SECRETS, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { namespace: `dp-${PAYMENTS}`, name },
      spec: {
        refreshInterval: '15s',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'default' },
        target: { name },
        data: keys.map(secretKey => ({
          secretKey,
          remoteRef: {
            key: `secret/${PAYMENTS}/generic/${name}`,
            property: secretKey,
            ...(decodingStrategy && { decodingStrategy }),
          },
        })),
      },
    } as never);
    let data: Record<string, string> = {};
    await eventually(async () => {
      const secret: any = await objects.get(SECRETS, {
        namespace: `dp-${PAYMENTS}`,
        name,
      });
      data = secret.data;
    }, PATIENCE_MS);
    return Object.fromEntries(
      Object.entries(data).map(([key, value]) => [
        key,
        Buffer.from(value, 'base64'),
      ]),
    );
  }
});
