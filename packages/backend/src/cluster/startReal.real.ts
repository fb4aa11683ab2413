import { spawn, ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { eventually } from '../__testUtils__/eventually';
import { PortalClient } from '../__testUtils__/PortalClient';
import { freePort } from '../__testUtils__/startBackend';

jest.setTimeout(300_000);

let folder: string;
let portal: ChildProcess;
let url: string;
let output = '';

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'strongroom-start-'));
  const port = await freePort();
  url = `http://localhost:${port}`;
  const root = path.join(resolvePackagePath('backend'), '../..');
  portal = spawn(
    process.execPath,
    ['scripts/run.mjs', 'start', '--backend-only', '--real'],
    {
      cwd: root,
      env: {
        ...process.env,
        NODE_ENV: 'development',
        // Every program of this portal has it in its environment, and its clusters lie below it.
        STRONGROOM_STATE: path.join(folder, 'state'),
        TMPDIR: folder,
        APP_CONFIG_backend_baseUrl: url,
        APP_CONFIG_backend_listen_port: String(port),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const collect = (chunk: Buffer) => {
    output += chunk;
  };
  portal.stdout?.on('data', collect);
  portal.stderr?.on('data', collect);
  await new Promise<void>((resolve, reject) => {
    portal.stdout?.on('data', () => {
      if (output.includes('Ctrl-C stops everything')) {
        resolve();
      }
    });
    portal.once('exit', () => reject(new Error(output)));
  });
});

afterAll(async () => {
  if (portal?.exitCode === null && portal.signalCode === null) {
    portal.kill('SIGTERM');
    await once(portal, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

/** Ids of running programs whose arguments or environment name the folder. */
const running = () =>
  readdirSync('/proc').filter(id =>
    ['cmdline', 'environ'].some(file => {
      try {
        return readFileSync(`/proc/${id}/${file}`, 'utf8').includes(folder);
      } catch {
        return false;
      }
    }),
  );

describe('the portal on the real programs', () => {
  it('says where everything is, and that it will be thrown away', () => {
    const state = path.join(folder, 'state', 'real');
    expect(output).toContain(
      `Kubeconfig   ${state}/kubeconfig (real API servers)`,
    );
    expect(output).toContain(`State        ${state} (thrown away at the end`);
    for (const file of ['kubeconfig', 'openbao.env']) {
      expect(statSync(path.join(state, file)).mode & 0o777).toBe(0o600);
    }
    expect(readFileSync(path.join(state, 'kubeconfig'), 'utf8')).toMatch(
      /name: control-plane[^]*name: plane-2/,
    );
    expect(readFileSync(path.join(state, 'openbao.env'), 'utf8')).toMatch(
      /BAO_ADDR=https:[^]*BAO_CACERT=/,
    );
  });

  it('shows the estate of the demo in the states that the programs bring it to', async () => {
    const platform = await PortalClient.signIn(url, 'platform');
    await eventually(async () => {
      const secrets = await platform.secrets();
      const inState = (wanted: string) =>
        secrets
          .filter(({ delivery }) => delivery.state === wanted)
          .map(({ namespace, name }) => `${namespace}/${name}`)
          .sort();
      expect(secrets.length).toBeGreaterThanOrEqual(58);
      expect(inState('Synced').length).toBeGreaterThanOrEqual(45);
      // What nobody ever pushes comes to these after a while.
      expect(inState('Failed')).toEqual(
        expect.arrayContaining([
          'analytics/warehouse-loader',
          'analytics/warehouse-reader',
          'payments/fraud-scoring',
        ]),
      );
      expect(inState('SourceMissing')).toEqual(['search/crawler-login']);
      expect(inState('Unreachable')).toEqual([
        'orders/till-signing-key',
        'orders/till-updates',
      ]);
      // Nothing is old on a real API server: what is stuck elsewhere has only just been asked for here.
      expect(inState('Deleting')).toEqual([
        'analytics/warehouse-old-loader',
        'analytics/warehouse-trial',
      ]);
    });
  });

  it('brings a new secret into the store and takes it away again', async () => {
    const client = await PortalClient.signIn(url, 'payments-dev');
    const base = 'secrets/namespaces/payments/secrets';
    const { status } = await client.call('POST', base, {
      name: 'refund-queue',
      type: 'Opaque',
      targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
      data: { token: { value: 'seven-bridges' } },
    });
    expect(status).toBe(201);
    await eventually(async () => {
      const { body } = await client.get(`${base}/refund-queue`);
      expect(body).toMatchObject({ delivery: { state: 'Synced' } });
    });
    await client.call('DELETE', `${base}/refund-queue`);
    await eventually(async () => {
      const answer = await client.get(`${base}/refund-queue`);
      expect(answer.status).toBe(404);
    });
    expect(output).not.toContain('seven-bridges');
  });

  it('restores an older version in the store that it writes itself', async () => {
    const client = await PortalClient.signIn(url, 'payments-dev');
    const base = 'secrets/namespaces/payments/secrets/webhook-signing';
    const versions = async () =>
      (await client.get(`${base}/versions`)).body.items.map(
        ({ id, createdBy = 'others' }: any) => `${id} ${createdBy}`,
      );
    expect(await versions()).toEqual(['3 others', '2 others', '1 others']);
    const { body } = await client.get(base);
    const { status } = await client.call(
      'POST',
      `${base}/versions/2/restore`,
      undefined,
      { 'If-Match': body.etag },
    );
    expect(status).toBe(200);
    expect(await versions()).toEqual([
      '4 user:default/payments-dev',
      '3 others',
      '2 others',
      '1 others',
    ]);
  });

  it('leaves nothing behind after a Ctrl-C', async () => {
    expect(running().length).toBeGreaterThan(10);
    portal.kill('SIGINT');
    const [code] = await once(portal, 'exit');
    expect(code).toBe(0);
    expect(output).toContain('Stopped.');
    await eventually(() => expect(running()).toEqual([]));
    expect(existsSync(path.join(folder, 'state', 'real'))).toBe(false);
    expect(readdirSync(folder)).toEqual(['state']);
  });
});
