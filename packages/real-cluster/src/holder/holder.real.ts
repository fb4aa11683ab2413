import { ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runningIn } from '../processes/runningIn';
import { HttpClient } from '../http';
import type { RealCluster } from '../types';
import { connectRealCluster } from './connectRealCluster';
import { TemporaryObjects } from './TemporaryObjects';

jest.setTimeout(180_000);

let holder: ChildProcess;
let file: string;
let real: RealCluster;

beforeAll(async () => {
  holder = fork(require.resolve('../commands/hold'), {
    execArgv: [
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
    ],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  file = await new Promise<string>((told, failed) => {
    holder.once('exit', () => failed(new Error('The holder has ended.')));
    // The transform of TypeScript sends messages of its own.
    holder.on('message', (message: { file?: string }) => {
      if (message.file) {
        told(message.file);
      }
    });
  });
  real = await connectRealCluster(file);
});

afterAll(async () => {
  await real?.stop();
  if (holder.exitCode === null && holder.signalCode === null) {
    holder.kill('SIGTERM');
    await once(holder, 'exit');
  }
});

const admin = (name: string, token = real.clusters[name].adminToken) =>
  HttpClient.create({
    url: real.clusters[name].url,
    ca: Buffer.from(real.clusters[name].caData, 'base64').toString(),
    headers: { Authorization: `Bearer ${token}` },
  });
const namespaces = (client: HttpClient, timeoutMs?: number) =>
  client.send('GET', '/api/v1/namespaces', { timeoutMs });
const health = async () => {
  const { address, caData } = real.kv!;
  const ca = Buffer.from(caData, 'base64').toString();
  const client = HttpClient.create({ url: address, ca });
  return (await client.send('GET', '/v1/sys/health')).code;
};

describe('a held real cluster', () => {
  it('is described for its owner alone', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(real.folder).mode & 0o777).toBe(0o700);
  });

  it('is used from another process as from the one that started it', async () => {
    expect(Object.keys(real.clusters)).toEqual([
      'control-plane',
      'plane-1',
      'plane-2',
    ]);
    const plane = real.clusters['plane-1'];
    const token = await plane.createToken([
      { verbs: ['get'], apiGroups: [''], resources: ['secrets'] },
    ]);
    expect((await namespaces(admin('plane-1', token))).code).toBe(403);
    expect((await namespaces(admin('plane-1'))).code).toBe(200);
    expect(plane.externalSecrets?.log()).toContain('Starting workers');
    for (const name of Object.keys(real.clusters)) {
      expect(real.kubeconfig()).toContain(`name: ${name}`);
    }

    await real.kv!.seal();
    expect(await health()).toBe(503);
    await real.kv!.unseal();
    expect(await health()).toBe(200);

    await plane.apiServer.suspend();
    await expect(namespaces(admin('plane-1'), 500)).rejects.toThrow('too long');
    await plane.apiServer.resume();
    expect((await namespaces(admin('plane-1'))).code).toBe(200);
    await plane.compact();
    expect((await namespaces(admin('plane-1'))).code).toBe(200);
  });

  it('is whole again for whoever connects after one who left it broken', async () => {
    const plane = real.clusters['plane-2'];
    await plane.apiServer.kill();
    await expect(namespaces(admin('plane-2'))).rejects.toThrow('ECONNREFUSED');
    await real.clusters['control-plane'].apiServer.suspend();
    await real.kv!.program.kill();
    const next = await connectRealCluster(file);
    expect((await namespaces(admin('plane-2'))).code).toBe(200);
    expect((await namespaces(admin('control-plane'))).code).toBe(200);
    expect(await health()).toBe(200);
    await next.stop();
  });

  it('loses what was made for the time being when its user stops, or when the next comes after one who was killed', async () => {
    const client = admin('plane-1');
    const codes = async (...paths: string[]) => {
      const answers = await Promise.all(
        paths.map(path => client.send('GET', path)),
      );
      return answers.map(({ code, body }) =>
        body.metadata.deletionTimestamp ? 'going' : code,
      );
    };
    const account = '/api/v1/namespaces/default/serviceaccounts/temporary';
    const make = async (path: string) => {
      await client.send('POST', dirname(path), {
        body: { metadata: { name: basename(path) } },
      });
      return path;
    };
    const ofRun = await make('/api/v1/namespaces/one-of-f3a9');
    const other = await make('/api/v1/namespaces/another');
    const admins = { 'plane-1': client };
    const list = TemporaryObjects.create(real.folder, admins);
    list.add('plane-1', { path: await make(account) });
    list.add('plane-1', { path: other });
    list.add('plane-1', { namespacesWith: 'f3a9' });

    const second = await connectRealCluster(file);
    expect(await codes(account, ofRun, other)).toEqual([200, 200, 200]);
    const bindings =
      '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings?limit=500';
    const bound = async () =>
      (await client.send('GET', bindings)).text.match(/"test-[0-9a-f]{8}"/g);
    const before = await bound();
    await second.clusters['plane-1'].createToken([
      { verbs: ['get'], apiGroups: [''], resources: ['secrets'] },
    ]);
    expect(await bound()).not.toEqual(before);
    await second.stop();
    expect(await bound()).toEqual(before);

    // As if the process that keeps the list had been killed.
    const lists = join(real.folder, 'temporary');
    const [name] = readdirSync(lists).filter(each =>
      readFileSync(join(lists, each), 'utf8').includes('f3a9'),
    );
    const { pid } = spawnSync('true');
    renameSync(join(lists, name), join(lists, `${pid}-left`));
    await (await connectRealCluster(file)).stop();
    expect(await codes(account, ofRun, other)).toEqual([404, 'going', 'going']);
    expect(readdirSync(lists)).not.toContain(`${pid}-left`);
    client.close();
  });

  it('says which file it misses', async () => {
    const absent = resolve(real.folder, 'absent');
    await expect(connectRealCluster(absent)).rejects.toThrow(absent);
    await expect(connectRealCluster('')).rejects.toThrow(
      'names no held real cluster',
    );
  });

  it('leaves nothing behind when its holder is killed', async () => {
    expect(runningIn(real.folder).length).toBeGreaterThanOrEqual(13);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    for (
      let i = 0;
      i < 50 && (existsSync(real.folder) || runningIn(real.folder).length > 0);
      i++
    ) {
      await sleep(100);
    }
    expect(runningIn(real.folder)).toEqual([]);
    expect(existsSync(real.folder)).toBe(false);
    await expect(real.clusters['plane-1'].ready()).rejects.toThrow(
      'The held real cluster does not answer',
    );
  });
});
