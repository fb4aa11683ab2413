import { randomBytes } from 'node:crypto';
import { SystemClock } from '../clock';
import { FaultLayer } from '../faults';
import { RequestLog } from '../kubernetes/RequestLog';
import { AccessControl } from './AccessControl';
import { KvHttpServer } from './KvHttpServer';
import { KvRouter } from './KvRouter';
import { KvSeal } from './KvSeal';
import { KvState } from './KvState';
import { NanoClock } from './NanoClock';
import { newMount } from './SystemRoutes';
import { TokenRegistry } from './TokenRegistry';
import { KvServer, KvTokenOptions, StartKvServerOptions } from './types';

/**
 * Starts a KV v2 store that speaks as OpenBao and Vault do, plain HTTP on
 * 127.0.0.1. What is in the state already is kept; mounts, policies and tokens of
 * the options are added to it.
 *
 * @public
 */
export async function startKvServer(
  options: StartKvServerOptions = {},
): Promise<KvServer> {
  const state = KvState.create(options.stateFile);
  const time = NanoClock.create(options.clock ?? new SystemClock());
  const seal = KvSeal.create();
  const access = AccessControl.create(state);
  const tokens = TokenRegistry.create(state, time);
  const token = options.rootToken ?? keptRootToken(state);
  state.settings.set('rootToken', token);
  tokens.issue({
    id: token,
    policies: ['root'],
    displayName: 'root',
    path: 'auth/token/root',
  });
  for (const path of options.mounts ?? ['secret']) {
    if (!state.mounts.get(path)) {
      state.mounts.set(path, newMount(path));
    }
  }
  for (const [name, text] of Object.entries(options.policies ?? {})) {
    access.setPolicy(name, text);
  }
  const createToken = (wanted: KvTokenOptions): string =>
    tokens.issue({
      id: wanted.token,
      // Every token but a root one may look at itself.
      policies: wanted.policies.includes('root')
        ? wanted.policies
        : [...wanted.policies, 'default'],
      ttl: wanted.ttlSeconds,
    }).id;
  for (const wanted of options.tokens ?? []) {
    createToken(wanted);
  }

  const faults = FaultLayer.create();
  const requestLog = RequestLog.create();
  const server = KvHttpServer.create({
    router: KvRouter.create({ state, seal, access, tokens, time }),
    faults,
    requestLog,
    recordBodies: options.recordBodies ?? false,
  });
  return {
    address: await server.listen(options.port ?? 0),
    token,
    unsealKey: seal.unsealKey,
    faults,
    requestLog,
    seal: () => seal.seal(),
    unseal: () => seal.unseal(),
    setPolicy: (name, text) => access.setPolicy(name, text),
    createToken,
    stop: () => server.close(),
  };
}

function keptRootToken(state: KvState): string {
  return (
    state.settings.get('rootToken') ?? `s.${randomBytes(18).toString('hex')}`
  );
}
