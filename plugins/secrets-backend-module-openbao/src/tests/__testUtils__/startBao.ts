import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCertificates } from './createCertificates';
import { Upstream } from './FaultProxy';
import { freePorts } from './freePorts';
import { RootClient } from './RootClient';
import { shippedPolicy } from './shippedPolicy';

const START_MS = 30_000;

/** OpenBao itself on loopback, with raft storage, TLS and a KV v2 mount named `secret`. */
export interface RealBao {
  upstream: Upstream;
  caFile: string;
  root: RootClient;
  seal(): Promise<void>;
  unseal(): Promise<void>;
  /** Id and secret of an AppRole with the shipped policy and no other of ours. */
  appRole(
    name: string,
    options?: { ttl?: string; maxTtl?: string; policies?: string[] },
  ): Promise<{ roleId: string; secretId: string }>;
  /** What the server wrote into its log and its audit log. */
  logs(): string;
  stop(): Promise<void>;
}

/** Starts, initialises and unseals it; everything is gone after `stop`. */
export async function startBao(program: string): Promise<RealBao> {
  const folder = mkdtempSync(join(tmpdir(), 'bao-'));
  mkdirSync(join(folder, 'data'));
  createCertificates(folder);
  const [port, clusterPort] = await freePorts(2);
  writeFileSync(
    join(folder, 'bao.hcl'),
    configuration(folder, port, clusterPort),
  );
  const child = spawn(program, ['server', `-config=${folder}/bao.hcl`], {
    cwd: folder,
    env: { HOME: folder, PATH: process.env.PATH },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', chunk => {
      said += chunk;
    });
  }
  const end = () => {
    child.kill('SIGKILL');
  };
  process.once('exit', end);
  const caFile = join(folder, 'ca.crt');
  const upstream = {
    address: `https://127.0.0.1:${port}`,
    ca: readFileSync(caFile, 'utf8'),
  };
  const stop = async () => {
    process.removeListener('exit', end);
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const anybody = RootClient.create(upstream, '');
    const initialised = await untilAnswered(child, () =>
      anybody.send('PUT', 'sys/init', {
        secret_shares: 1,
        secret_threshold: 1,
      }),
    );
    const root = RootClient.create(upstream, initialised.root_token);
    const unseal = async () => {
      await anybody.send('PUT', 'sys/unseal', {
        key: initialised.keys_base64[0],
      });
      await untilAnswered(child, () => anybody.send('GET', 'sys/health'));
    };
    await unseal();
    await prepare(root);
    return {
      upstream,
      caFile,
      root,
      unseal,
      seal: () => root.send('PUT', 'sys/seal'),
      appRole: (name, options) => createAppRole(root, name, options),
      logs: () => said + readFileSync(join(folder, 'audit.log'), 'utf8'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(root: RootClient): Promise<void> {
  await root.send('POST', 'sys/mounts/secret', {
    type: 'kv',
    options: { version: '2' },
  });
  await root.send('POST', 'sys/mounts/old', {
    type: 'kv',
    options: { version: '1' },
  });
  await root.send('PUT', 'sys/policies/acl/strongroom', {
    policy: shippedPolicy(),
  });
  await root.send('POST', 'sys/auth/approle', { type: 'approle' });
  // a new mount is upgraded for a moment and refuses writes meanwhile
  await untilTrue(async () => {
    await root.send('POST', 'secret/data/first', { data: {} });
    await root.send('DELETE', 'secret/metadata/first');
  });
}

async function createAppRole(
  root: RootClient,
  name: string,
  { ttl = '1h', maxTtl = '2h', policies = ['strongroom'] } = {},
): Promise<{ roleId: string; secretId: string }> {
  const role = `auth/approle/role/${name}`;
  await root.send('POST', role, {
    token_policies: policies,
    token_ttl: ttl,
    token_max_ttl: maxTtl,
  });
  const id = await root.send('GET', `${role}/role-id`);
  const secret = await root.send('POST', `${role}/secret-id`);
  return { roleId: id.data.role_id, secretId: secret.data.secret_id };
}

async function untilAnswered<T>(
  child: ChildProcess,
  ask: () => Promise<T>,
): Promise<T> {
  return untilTrue(async () => {
    if (child.exitCode !== null) {
      throw new Error(`OpenBao ended with ${child.exitCode}`);
    }
    return ask();
  });
}

async function untilTrue<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    }
    await sleep(50);
  }
}

function configuration(
  folder: string,
  port: number,
  clusterPort: number,
): string {
  return `
storage "raft" {
  path                   = "${folder}/data"
  node_id                = "only"
  performance_multiplier = 1
}
listener "tcp" {
  address         = "127.0.0.1:${port}"
  cluster_address = "127.0.0.1:${clusterPort}"
  tls_cert_file   = "${folder}/tls.crt"
  tls_key_file    = "${folder}/tls.key"
}
audit "file" "to-file" {
  options {
    file_path = "${folder}/audit.log"
  }
}
api_addr     = "https://127.0.0.1:${port}"
cluster_addr = "https://127.0.0.1:${clusterPort}"
ui           = false
`;
}
