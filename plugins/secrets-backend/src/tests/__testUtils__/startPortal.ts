import { BackendFeature } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { TestWorld } from '@strongroom/real-cluster';
import { Knex } from 'knex';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ContractClient } from './ContractClient';
import { createPortalFeatures, openDatabase } from './createPortalFeatures';
import { Link, startLink } from './startLink';
import { AccessRulesByCluster, portalKubeconfig } from './portalKubeconfig';
import { recordingLogger } from './recordingLogger';
import { startScenarioWorld } from './startScenarioWorld';
import { PAYMENTS } from './tenants';
import { permissionsFactory, teamsPolicy, TestPolicy } from './testPolicy';

/** Options of {@link startPortal}. */
export interface StartPortalOptions {
  /** Merged over the configuration below `secrets`. */
  secrets?: Record<string, unknown>;
  /** How long one call to a cluster may take; 5 seconds unless given. */
  clusterTimeout?: Record<string, number>;
  policy?: TestPolicy;
  /** What the portal's own credentials allow; in clusters that are not named the shipped rights. */
  accessRules?: AccessRulesByCluster;
  entities?: Entity[];
  /** One that is there already, and stays when the portal stops; absent: one of its own. */
  world?: TestWorld;
  /** Another portal, whose database this one shares; it stays when this one stops. */
  replicaOf?: Pick<TestPortal, 'knex'>;
  /** Names of the clusters, by default `control-plane` and `plane-2`. */
  clusters?: string[];
  /** Further ways to a cluster, each a cluster of its own to the portal: names, and what they stand for. */
  aliases?: Record<string, string>;
  /** Where the portal's kubeconfig is written, when its configuration names it too. */
  kubeconfigPath?: string;
  /** Clusters that the backend reaches by a link that can be cut. */
  linked?: string[];
  /** Merged over the rest of the configuration. */
  config?: Record<string, unknown>;
  /** Further parts of the backend, such as another driver. */
  features?: BackendFeature[];
  /** The feature is switched off, so that there is nothing to wait for. */
  off?: boolean;
}

/** A backend with the plugin on embedded or real clusters, spoken to over HTTP. */
export interface TestPortal {
  /** A client that calls as a user (`payments-dev`, `frontend-dev`, `platform`, `guest`). */
  as(user: string): ContractClient;
  /** A client with any Authorization header, or none. */
  withAuthorization(header: string | undefined): ContractClient;
  /** Where the plugin's routes are; another one after a restart. */
  readonly url: string;
  world: TestWorld;
  /** Links of the clusters that were asked for, by name. */
  links: Record<string, Link>;
  /** The plugin's own database. */
  knex: Knex;
  /** Everything that was logged, at any level. */
  log(): string;
  /** Changes what the policy answers from now on. */
  setPolicy(policy: TestPolicy): void;
  /**
   * Stops the backend and starts another one on the same clusters and database. With other rights it does not wait until
   * the control plane has been read, which they may not allow.
   */
  restart(accessRules?: AccessRulesByCluster): Promise<void>;
  stop(): Promise<void>;
}

/** The tenants of `tenants.ts`, a data plane and a workflow plane called `default`. */
export async function startPortal(
  options: StartPortalOptions = {},
): Promise<TestPortal> {
  const folder = await mkdtemp(join(tmpdir(), 'portal-'));
  const kubeconfig = options.kubeconfigPath ?? join(folder, 'kubeconfig');
  const world = options.world ?? (await startScenarioWorld(options));
  const links = await startLinks(world, options.linked ?? []);
  const writeAccess = async (rules: AccessRulesByCluster) =>
    writeFile(kubeconfig, await portalKubeconfig(world, { links, rules }));
  await writeAccess(options.accessRules ?? {});
  const knex =
    options.replicaOf?.knex ?? openDatabase(join(folder, 'secrets.sqlite'));
  const logger = recordingLogger();
  const current = { policy: options.policy ?? teamsPolicy };

  const start = () =>
    startTestBackend({
      features: [
        // without it, whoever sends no token is taken for a user
        mockServices.httpAuth.factory({
          defaultCredentials: mockCredentials.none(),
        }),
        ...createPortalFeatures({
          kubeconfig,
          clusters: Object.keys(world.clusters),
          knex,
          logger,
          permissions: permissionsFactory(current),
          entities: options.entities,
          clusterTimeout: options.clusterTimeout,
          secrets: options.secrets,
          config: options.config,
        }),
        ...(options.features ?? []),
      ],
    });
  let backend = await start();

  const url = () => `http://127.0.0.1:${backend.server.port()}/api/secrets`;
  const withAuthorization = (header: string | undefined) =>
    new ContractClient(url(), header);
  if (!options.off) {
    await waitUntilListed(() => withAuthorization(undefined));
  }
  return {
    withAuthorization,
    as: user =>
      withAuthorization(mockCredentials.user.header(`user:default/${user}`)),
    get url() {
      return url();
    },
    world,
    links,
    knex,
    log: () => logger.text(),
    setPolicy(policy) {
      current.policy = policy;
    },
    async restart(accessRules) {
      await backend.stop();
      if (accessRules) {
        await writeAccess(accessRules);
      }
      backend = await start();
      if (!accessRules) {
        await waitUntilListed(() => withAuthorization(undefined));
      }
    },
    async stop() {
      await backend.stop();
      if (!options.replicaOf) {
        await knex.destroy();
      }
      for (const link of Object.values(links)) {
        await link.stop();
      }
      if (!options.world) {
        await world.stop();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until namespaces and planes have been read from the control plane. */
async function waitUntilListed(client: () => ContractClient): Promise<void> {
  const platform = mockCredentials.user.header('user:default/platform');
  const end = Date.now() + 60_000;
  for (;;) {
    const headers = { Authorization: platform };
    const namespaces = await client().get('/namespaces', { headers });
    const planes = await client().get(`/namespaces/${PAYMENTS}/planes`, {
      headers,
    });
    const ready = planes.body?.items?.some(
      (plane: { store?: { ready: boolean } }) => plane.store?.ready,
    );
    if (namespaces.body?.items?.length > 0 && ready) {
      return;
    }
    if (Date.now() > end) {
      throw new Error('The portal has not read its control plane in time');
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

async function startLinks(
  world: TestWorld,
  names: string[],
): Promise<Record<string, Link>> {
  const links: Record<string, Link> = {};
  for (const name of names) {
    const { url } = world.clusters[name];
    links[name] = await startLink(Number(new URL(url).port));
  }
  return links;
}
