import { ObtainedProgram, startRealOpenBao } from '@strongroom/real-cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { Upstream } from './FaultProxy';
import { RootClient } from './RootClient';
import { shippedPolicy } from './shippedPolicy';

const READY_MS = 30_000;

/** OpenBao itself on loopback, with TLS and a KV v2 mount named `secret`. */
export interface RealBao {
  upstream: Upstream;
  caFile: string;
  root: RootClient;
  seal(): Promise<void>;
  unseal(): Promise<void>;
  /** Ends it, at once. */
  kill(): Promise<void>;
  /** Starts it again where it was, and unseals it. */
  restart(): Promise<void>;
  /** Id and secret of an AppRole with the shipped policy and no other of ours. */
  appRole(
    name: string,
    options?: { ttl?: string; maxTtl?: string; policies?: string[] },
  ): Promise<{ roleId: string; secretId: string }>;
  /** What the server wrote into its log and its audit log. */
  logs(): string;
  stop(): Promise<void>;
}

/** Starts it, with the shipped policy and AppRoles; everything is gone after `stop`. */
export async function startBao(program: ObtainedProgram): Promise<RealBao> {
  const bao = await startRealOpenBao({ program });
  const upstream = {
    address: bao.address,
    ca: Buffer.from(bao.caData, 'base64').toString(),
  };
  const root = RootClient.create(upstream, bao.token);
  try {
    await prepare(root);
  } catch (error) {
    await bao.stop();
    throw error;
  }
  return {
    upstream,
    caFile: bao.caFile,
    root,
    seal: () => bao.seal(),
    unseal: () => bao.unseal(),
    kill: () => bao.program.kill(),
    async restart() {
      await bao.program.start();
      await bao.ready();
      await bao.unseal();
    },
    appRole: (name, options) => createAppRole(root, name, options),
    logs: () => bao.program.log() + bao.auditLog(),
    stop: () => bao.stop(),
  };
}

async function prepare(root: RootClient): Promise<void> {
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

async function untilTrue<T>(attempt: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + READY_MS;
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
