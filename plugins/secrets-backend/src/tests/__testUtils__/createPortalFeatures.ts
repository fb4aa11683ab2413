import {
  BackendFeature,
  coreServices,
  createServiceFactory,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import externalSecretsModule from '@strongroom/backstage-plugin-secrets-backend-module-external-secrets';
import openBaoModule from '@strongroom/backstage-plugin-secrets-backend-module-openbao';
import knexFactory, { Knex } from 'knex';
import secretsPlugin from '../..';
import { RUN, TENANT_LABEL } from './tenants';

/** What a backend for tests is put together from. */
export interface PortalFeaturesOptions {
  kubeconfig: string;
  /** Contexts of it, each a cluster of the same name. */
  clusters: string[];
  knex: Knex;
  logger: LoggerService;
  permissions: BackendFeature;
  entities?: Entity[];
  clusterTimeout?: Record<string, number>;
  /** Merged over the configuration below `secrets`. */
  secrets?: Record<string, unknown>;
  /** Merged over the rest of the configuration. */
  config?: Record<string, unknown>;
}

/** The plugin, its drivers and the services that tests hold in their hands. */
export function createPortalFeatures(
  options: PortalFeaturesOptions,
): BackendFeature[] {
  const { kubeconfig, knex, logger } = options;
  return [
    secretsPlugin,
    externalSecretsModule,
    openBaoModule,
    options.permissions,
    catalogServiceMock.factory({ entities: options.entities ?? [] }),
    createServiceFactory({
      service: coreServices.database,
      deps: {},
      factory: () => ({ getClient: async () => knex }),
    }),
    createServiceFactory({
      service: coreServices.rootLogger,
      deps: {},
      factory: () => logger,
    }),
    mockServices.rootConfig.factory({
      data: {
        permission: { enabled: true },
        ...options.config,
        secrets: {
          installation: { id: 'test' },
          controlPlane: 'control-plane',
          namespaces: { selector: `${TENANT_LABEL}=${RUN}` },
          clusters: options.clusters.map(name => ({
            name,
            kubeconfig: { path: kubeconfig, context: name },
            timeout: options.clusterTimeout ?? { seconds: 5 },
          })),
          planes: { defaultCluster: 'control-plane' },
          keys: { record: ['r'.repeat(32)], fingerprint: ['f'.repeat(32)] },
          permissions: { reuseFor: { milliseconds: 0 } },
          ...options.secrets,
        },
      } as never,
    }),
  ];
}

/** The plugin's database, as Backstage opens it: the address of one on PostgreSQL, or a file with one connection. */
export function openDatabase(place: string): Knex {
  const isAddress = /^postgres(ql)?:/.test(place);
  return knexFactory({
    useNullAsDefault: true,
    ...(isAddress
      ? { client: 'pg', connection: place }
      : {
          client: 'better-sqlite3',
          connection: { filename: place },
          pool: {
            min: 1,
            max: 1,
            // what is committed outlives the process, as tests of its end need, but not the machine
            afterCreate(
              connection: { pragma(text: string): void },
              done: () => void,
            ) {
              connection.pragma('journal_mode = WAL');
              connection.pragma('synchronous = OFF');
              done();
            },
          },
        }),
    // it prints each failure that a test provokes
    log: { error() {}, warn() {} },
  });
}
