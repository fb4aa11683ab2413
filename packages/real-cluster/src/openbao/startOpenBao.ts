import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority } from '../certificates';
import { HttpClient } from '../http';
import { freePorts, onTakenPort, Program, Watchdog } from '../processes';
import type { ObtainedProgram } from '../programs';
import type { RealKv } from '../types';
import { administerOpenBao } from './administerOpenBao';
import { callOpenBao } from './callOpenBao';
import { configuration } from './configuration';

/** Of a health check: active, standby, not initialised, sealed. */
const answering = [200, 429, 472, 473, 501, 503];

export interface StartOpenBaoOptions {
  program: ObtainedProgram;
  folder: string;
  watchdog: Watchdog;
}

/** Starts OpenBao with raft storage and TLS, initialises and unseals it and mounts KV v2 at `secret`. */
export async function startOpenBao(
  options: StartOpenBaoOptions,
): Promise<RealKv> {
  const { program, folder, watchdog } = options;
  mkdirSync(join(folder, 'data'), { recursive: true, mode: 0o700 });
  const authority = await createAuthority('openbao');
  const issued = await authority.issue({
    commonName: 'openbao',
    usages: ['server'],
    dnsNames: ['bao.example'],
  });
  const write = (name: string, content: string) =>
    writeFileSync(join(folder, name), content, { mode: 0o600 });
  write('tls.crt', issued.cert);
  write('tls.key', issued.key);
  const { started, anybody, address } = await onTakenPort(async () => {
    const [port, clusterPort] = await freePorts(2);
    write('bao.hcl', configuration(folder, port, clusterPort));
    const url = `https://127.0.0.1:${port}`;
    const bao = Program.start({
      name: program.name,
      command: program.path,
      args: ['server', `-config=${join(folder, 'bao.hcl')}`],
      folder,
      watchdog,
    });
    const client = HttpClient.create({ url, ca: authority.cert });
    await baoReady(bao, client);
    return { started: bao, anybody: client, address: url };
  });
  const initialised = await callOpenBao(anybody, 'PUT', 'sys/init', {
    secret_shares: 1,
    secret_threshold: 1,
  });
  const administration = administerOpenBao({
    address,
    caData: Buffer.from(authority.cert).toString('base64'),
    token: initialised.root_token,
    unsealKey: initialised.keys_base64[0],
  });
  await administration.unseal();
  const root = HttpClient.create({
    url: address,
    ca: authority.cert,
    headers: { 'X-Vault-Token': administration.token },
  });
  await callOpenBao(root, 'POST', 'sys/mounts/secret', {
    type: 'kv',
    options: { version: '2' },
  });
  root.close();
  return {
    ...administration,
    program: started,
    ready: () => baoReady(started, anybody),
  };
}

async function baoReady(program: Program, client: HttpClient): Promise<void> {
  await program.ready(async () => {
    const { code } = await client.send('GET', '/v1/sys/health', {
      timeoutMs: 2_000,
    });
    return answering.includes(code);
  });
}
