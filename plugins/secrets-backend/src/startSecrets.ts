import {
  AuditorService,
  AuthService,
  DatabaseService,
  LoggerService,
  PermissionsService,
  RootConfigService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ClusterRegistry,
  DefaultPlaneDirectory,
  StoreDriverRegistry,
} from './clusters';
import { readSecretsSettings, SecretsSettings } from './config';
import { migrate } from './database/migrate';
import { DefaultConsumerIndex, DefaultDeliveryDirectory } from './delivery';
import {
  FindFindings,
  RepairFinding,
  repairPlanner,
  SelfRepair,
} from './findings';
import { HealthCheck } from './health';
import { Journal, OperationRunner, Recovery } from './operations';
import { DefaultAccessResolver, SecretAttributes } from './permissions';
import {
  createSecretsServices,
  SecretsServices,
} from './permissions/authorized';
import {
  HeadPublisher,
  RecordKeys,
  RecordReader,
  RecordVerifier,
  SecretsRecord,
} from './record';
import {
  DefaultNamespaceDirectory,
  DefaultReferenceClient,
  DefaultSecretIndex,
} from './references';
import {
  attributesOf,
  CallerEffects,
  createPlanners,
  LinkSweep,
  LinkTable,
  SecretsContext,
} from './secrets';
import { EntityUsage, WorkloadIndex } from './usage';

/** Services of the portal that the parts are built on. */
export interface StartSecretsOptions {
  config: RootConfigService;
  logger: LoggerService;
  database: DatabaseService;
  auditor: AuditorService;
  auth: AuthService;
  permissions: PermissionsService;
  catalog: CatalogService;
  userInfo: UserInfoService;
  drivers: StoreDriverRegistry;
}

/** The running parts that routes and hooks need. */
export interface RunningSecrets {
  services: SecretsServices;
  settings: SecretsSettings;
  healthy(): Promise<boolean>;
  /** Attributes of secrets (`<namespace>/<name>`) for the permission framework. */
  getAttributes(refs: string[]): Promise<Array<SecretAttributes | undefined>>;
  stop(): Promise<void>;
}

/** Builds every part, in the order in which they stand on each other. */
export async function startSecrets(
  options: StartSecretsOptions,
): Promise<RunningSecrets> {
  const { config, logger, database, auditor, auth, permissions, catalog } =
    options;
  const settings = readSecretsSettings(config);

  const clusters = ClusterRegistry.fromConfig(config, { logger });
  const kubernetes = clusters.controlPlane;
  const planes = DefaultPlaneDirectory.fromConfig(config, {
    clusters,
    drivers: options.drivers,
    managedBy: settings.references.managedBy,
    installationId: settings.installationId,
    fingerprints: settings.fingerprints,
    remoteKeyTemplates: settings.remoteKeyTemplates,
    logger,
  });
  const namespaces = DefaultNamespaceDirectory.fromConfig(config, {
    kubernetes,
  });
  const references = DefaultReferenceClient.create(kubernetes);
  const consumers = DefaultConsumerIndex.create({ planes });
  const deliveries = DefaultDeliveryDirectory.create({ planes, consumers });
  const workloads = WorkloadIndex.start(kubernetes);
  const index = DefaultSecretIndex.create({
    kubernetes,
    namespaces,
    deliveries,
    settings: settings.references,
    watches: [namespaces, planes, workloads],
  });

  const knex = await migrate(database);
  const keys = RecordKeys.create(settings.recordKeys);
  const record = SecretsRecord.create({ knex, keys, logger });
  const journal = Journal.create({ record, times: settings.times });
  const runner = OperationRunner.create({ journal, logger });
  const heads = HeadPublisher.create({
    record,
    auditor,
    logger,
    anchor: settings.anchor,
  });
  const links = LinkTable.create(record);
  const recovery = Recovery.create({
    journal,
    runner,
    planners: {
      ...createPlanners({
        references,
        planes,
        deliveries,
        settings: settings.references,
        links,
      }),
      repair: repairPlanner({ references, planes }),
    },
    logger,
    deadlineMs: settings.deadlineMs,
  });
  heads.start();
  recovery.start();

  const health = HealthCheck.create({ record, controlPlane: kubernetes });
  const context: SecretsContext = {
    settings,
    namespaces,
    planes,
    references,
    effects: CallerEffects.create({ clusters, userInfo: options.userInfo }),
    index,
    deliveries,
    journal,
    runner,
    recovery,
    links,
    history: RecordReader.create(record),
    usage: EntityUsage.create(workloads),
    catalog,
  };
  const findings = FindFindings.create({ context, workloads, record });
  const repairs = RepairFinding.create(context, record);
  const selfRepair = SelfRepair.create({
    context,
    findings,
    repairs,
    logger,
    intervalMs: 2 * settings.times.lease,
  });
  selfRepair.start();
  const linkSweep = LinkSweep.create({
    links,
    index,
    references,
    logger,
    intervalMs: 2 * settings.times.lease,
  });
  linkSweep.start();
  const services = createSecretsServices({
    context,
    access: DefaultAccessResolver.fromConfig(config, {
      auth,
      permissions,
      logger,
    }),
    record,
    verifier: RecordVerifier.create({ record, keys }),
    findings,
    repairs,
  });

  return {
    services,
    settings,
    healthy: () => health.healthy(),
    async getAttributes(refs) {
      return refs.map(ref => {
        const [namespace, name] = ref.split('/');
        const found = index.get(namespace, name ?? '');
        return (
          found && attributesOf(found.row, namespaces.get(namespace), undefined)
        );
      });
    },
    async stop() {
      await selfRepair.stop();
      await linkSweep.stop();
      await recovery.stop();
      await runner.idle(settings.deadlineMs);
      await heads.stop();
      index.close();
      workloads.close();
      deliveries.close();
      consumers.close();
      namespaces.close();
      planes.close();
      clusters.close();
    },
  };
}
