import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ContractClient } from './__testUtils__/ContractClient';
import {
  EXTERNAL_SECRETS,
  NAMESPACES,
  objectsOf,
  PLANE,
  readStore,
  SECRETS,
} from './__testUtils__/estate';
import { eventually } from './__testUtils__/eventually';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { describeWithTool } from './tools';
import { PAYMENTS } from './__testUtils__/tenants';

const CONSUMERS = `dp-${PAYMENTS}-shop`;
const PATIENCE_MS = 60_000;
const TLS = 'kubernetes.io/tls';
const SSH = 'kubernetes.io/ssh-auth';
const REGISTRY = 'kubernetes.io/dockerconfigjson';

type Files = Record<string, Buffer>;
type Sent = Record<
  string,
  { value: string; encoding?: string; storeAs?: string }
>;

describe('T38: material made by real tools', () => {
  let portal: TestPortal;
  let developer: ContractClient;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'material-'));
    portal = await startPortal();
    developer = portal.as('payments-dev');
    await portal.world.clusters['control-plane'].objects.create(NAMESPACES, {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: CONSUMERS },
    });
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
    rmSync(folder, { recursive: true });
  }, 60_000);

  const file = (name: string) => join(folder, name);
  const read = (name: string) => readFileSync(file(name));
  /** Lets the portal go on meanwhile, which runs in this process. */
  const run = (tool: string, ...args: string[]) =>
    promisify(execFile)(tool, args, { cwd: folder });
  const create = (name: string, type: string, data: Sent) =>
    developer.post(`/namespaces/${PAYMENTS}/secrets`, {
      name,
      type,
      targetPlane: PLANE,
      data,
    });
  const asBytes = (files: Files): Sent =>
    Object.fromEntries(
      Object.entries(files).map(([key, bytes]) => [
        key,
        { value: bytes.toString('base64'), encoding: 'base64' },
      ]),
    );

  /** Creates it and follows it to the store and to a consumer, byte for byte. */
  async function arrives(
    name: string,
    type: string,
    files: Files,
    options: { segment: string; sent?: Sent; decoding?: string },
  ) {
    const made = await create(name, type, options.sent ?? asBytes(files));
    expect({ name, error: made.body.error }).toEqual({
      name,
      error: undefined,
    });
    const path = `${PAYMENTS}/${options.segment}/${name}`;
    await eventually(async () => {
      const stored = await readStore(portal, path);
      expect(Object.keys(stored ?? {}).sort()).toEqual(
        Object.keys(files).sort(),
      );
      for (const [key, bytes] of Object.entries(files)) {
        expect({ key, stored: stored![key] }).toEqual({
          key,
          stored: bytes.toString(options.decoding ? 'base64' : 'utf8'),
        });
      }
    }, PATIENCE_MS);
    const { objects } = portal.world.clusters['control-plane'];
    const place = { namespace: CONSUMERS, name };
    await objects.create(EXTERNAL_SECRETS, {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: place,
      spec: {
        refreshInterval: '15s',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'default' },
        target: { name, template: { type } },
        data: Object.keys(files).map(secretKey => ({
          secretKey,
          remoteRef: {
            key: `secret/${path}`,
            property: secretKey,
            ...(options.decoding && { decodingStrategy: options.decoding }),
          },
        })),
      },
    } as never);
    await eventually(async () => {
      const secret: any = await objects.get(SECRETS, place);
      expect(secret.type).toBe(type);
      for (const [key, bytes] of Object.entries(files)) {
        expect(Buffer.from(secret.data[key], 'base64').equals(bytes)).toBe(
          true,
        );
      }
    }, PATIENCE_MS);
    return made.body;
  }

  async function isRefused(
    name: string,
    type: string,
    data: Sent,
    field: string,
  ) {
    const answer = await create(name, type, data);
    expect({ name, status: answer.status, error: answer.body.error }).toEqual({
      name,
      status: 400,
      error: expect.objectContaining({
        code: 'InvalidSecret',
        details: expect.arrayContaining([
          { field, message: expect.any(String) },
        ]),
      }),
    });
    expect((await objectsOf(portal, PAYMENTS)).join()).not.toContain(name);
    return answer.body.error.details[0].message as string;
  }

  describeWithTool('openssl', 'certificates', () => {
    /** A chain of leaf and authority with its key. */
    const makeChain = async (name: string, ...algorithm: string[]) => {
      await run('openssl', 'genpkey', ...algorithm, '-out', `${name}-ca.key`);
      await run(
        'openssl',
        'req',
        '-x509',
        '-new',
        '-key',
        `${name}-ca.key`,
        '-subj',
        '/CN=Test authority',
        '-days',
        '365',
        '-out',
        `${name}-ca.crt`,
      );
      await run('openssl', 'genpkey', ...algorithm, '-out', `${name}.key`);
      await run(
        'openssl',
        'req',
        '-new',
        '-key',
        `${name}.key`,
        '-subj',
        '/CN=shop.example',
        '-out',
        `${name}.csr`,
      );
      await run(
        'openssl',
        'x509',
        '-req',
        '-in',
        `${name}.csr`,
        '-CA',
        `${name}-ca.crt`,
        '-CAkey',
        `${name}-ca.key`,
        '-set_serial',
        '7',
        '-days',
        '90',
        '-out',
        `${name}.crt`,
      );
      return {
        'tls.crt': Buffer.concat([read(`${name}.crt`), read(`${name}-ca.crt`)]),
        'tls.key': read(`${name}.key`),
      };
    };
    let rsa: Files;
    let ecdsa: Files;

    beforeAll(async () => {
      rsa = await makeChain(
        'rsa',
        '-algorithm',
        'RSA',
        '-pkeyopt',
        'rsa_keygen_bits:2048',
      );
      ecdsa = await makeChain(
        'ecdsa',
        '-algorithm',
        'EC',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
      );
    }, 60_000);

    it('S2.8: RSA and ECDSA chains arrive as they are', async () => {
      const made = await arrives('tls-rsa', TLS, rsa, { segment: 'tls' });
      expect(made.warnings).toEqual([]);
      await arrives('tls-ecdsa', TLS, ecdsa, { segment: 'tls' });
    }, 120_000);

    it('a key of another certificate, a chain in the wrong order, DER and PKCS#12 are refused', async () => {
      await isRefused(
        'mismatched',
        TLS,
        asBytes({ ...rsa, 'tls.key': ecdsa['tls.key'] }),
        'data.tls.key',
      );
      await isRefused(
        'disordered',
        TLS,
        asBytes({
          ...rsa,
          'tls.crt': Buffer.concat([read('rsa-ca.crt'), read('rsa.crt')]),
        }),
        'data.tls.crt',
      );
      await run(
        'openssl',
        'x509',
        '-in',
        'rsa.crt',
        '-outform',
        'DER',
        '-out',
        'rsa.der',
      );
      expect(
        await isRefused(
          'in-der',
          TLS,
          asBytes({ ...rsa, 'tls.crt': read('rsa.der') }),
          'data.tls.crt',
        ),
      ).toContain('openssl x509 -inform DER');
    });

    it('a certificate that soon expires is doubtful, and no reason to refuse', async () => {
      await run(
        'openssl',
        'req',
        '-x509',
        '-new',
        '-key',
        'rsa.key',
        '-subj',
        '/CN=soon',
        '-days',
        '5',
        '-out',
        'soon.crt',
      );
      const made = await arrives(
        'tls-soon',
        TLS,
        { 'tls.crt': read('soon.crt'), 'tls.key': rsa['tls.key'] },
        { segment: 'tls' },
      );
      expect(made.warnings).toContainEqual({
        field: 'data.tls.crt',
        message: expect.stringContaining('expire'),
      });
    }, 120_000);

    it('a PKCS#12 keystore is refused with a remedy, which then works', async () => {
      await run(
        'openssl',
        'pkcs12',
        '-export',
        '-inkey',
        'rsa.key',
        '-in',
        'rsa.crt',
        '-passout',
        'pass:changeit-9',
        '-out',
        'store.p12',
      );
      const files = { 'store.p12': read('store.p12') };
      const remedy = await isRefused(
        'keystore',
        'Opaque',
        asBytes(files),
        'data.store.p12',
      );
      expect(remedy).toContain('"storeAs": "base64"');
      const sent = asBytes(files);
      sent['store.p12'].storeAs = 'base64';
      await arrives('keystore', 'Opaque', files, {
        segment: 'generic',
        sent,
        decoding: 'Base64',
      });
    }, 120_000);
  });

  describeWithTool('ssh-keygen', 'SSH keys', () => {
    it('S1.8 S2.8: OpenSSH and PEM keys, encrypted or not, arrive as they are', async () => {
      await run(
        'ssh-keygen',
        '-q',
        '-t',
        'ed25519',
        '-N',
        '',
        '-C',
        'ci',
        '-f',
        file('plain'),
      );
      await run(
        'ssh-keygen',
        '-q',
        '-t',
        'ed25519',
        '-N',
        'passphrase-9',
        '-C',
        'ci',
        '-f',
        file('encrypted'),
      );
      await run(
        'ssh-keygen',
        '-q',
        '-t',
        'rsa',
        '-b',
        '2048',
        '-m',
        'PEM',
        '-N',
        '',
        '-f',
        file('pem'),
      );
      for (const name of ['plain', 'encrypted', 'pem']) {
        await arrives(
          `ssh-${name}`,
          SSH,
          { 'ssh-privatekey': read(name) },
          { segment: 'ssh-auth' },
        );
      }
      await isRefused(
        'ssh-public',
        SSH,
        asBytes({ 'ssh-privatekey': read('plain.pub') }),
        'data.ssh-privatekey',
      );
      await isRefused(
        'ssh-cut',
        SSH,
        asBytes({ 'ssh-privatekey': read('plain').subarray(0, 200) }),
        'data.ssh-privatekey',
      );
    }, 180_000);
  });

  it('S1.8 S2.8: a config.json as docker login writes it arrives as it is', async () => {
    const auth = Buffer.from('robot:p4ss-9').toString('base64');
    // with tabs and without a newline at its end, as docker writes it
    const config = `{\n\t"auths": {\n\t\t"registry.example": {\n\t\t\t"auth": "${auth}"\n\t\t}\n\t}\n}`;
    await arrives(
      'registry',
      REGISTRY,
      { '.dockerconfigjson': Buffer.from(config) },
      { segment: 'registry' },
    );
    for (const [name, text] of [
      ['no-registry', '{"auths":{}}'],
      ['bad-auth', '{"auths":{"r":{"auth":"bm9jb2xvbg=="}}}'],
      ['kept-elsewhere', '{"auths":{"r":{}},"credsStore":"desktop"}'],
    ]) {
      await isRefused(
        name,
        REGISTRY,
        asBytes({ '.dockerconfigjson': Buffer.from(text) }),
        'data..dockerconfigjson',
      );
    }
  }, 60_000);

  it('S2.8: an .env of 40 lines arrives key by key', async () => {
    const lines = Array.from({ length: 40 }, (_, index) =>
      index % 4
        ? `SETTING_${index}=plain ${index}`
        : `SETTING_${index}="a=b # ${index}; $X"`,
    );
    writeFileSync(file('.env'), `${lines.join('\n')}\n`);
    const files = Object.fromEntries(
      read('.env')
        .toString()
        .trimEnd()
        .split('\n')
        .map(line => {
          const at = line.indexOf('=');
          return [line.slice(0, at), Buffer.from(line.slice(at + 1))];
        }),
    );
    expect(Object.keys(files)).toHaveLength(40);
    await arrives('dotenv', 'Opaque', files, { segment: 'generic' });
  }, 60_000);

  it('S1.8 S2.8: user and password arrive under their path', async () => {
    await arrives(
      'login',
      'kubernetes.io/basic-auth',
      { username: Buffer.from('shop'), password: Buffer.from('p4ss w0rd-9') },
      { segment: 'basic-auth' },
    );
  }, 60_000);
});
