import { CatalogService } from '@backstage/plugin-catalog-node';
import { PlaneDirectory } from '../clusters/types';
import { SecretsSettings } from '../config';
import { DeliveryDirectory } from '../delivery';
import { Journal, OperationRunner, Recovery } from '../operations';
import { RecordReader } from '../record';
import {
  NamespaceDirectory,
  ReferenceClient,
  SecretIndex,
} from '../references';
import { EntityUsage } from '../usage';
import { CallerEffects } from './effects/CallerEffects';
import { LinkTable } from './links/LinkTable';

/** What the use cases stand on. */
export interface SecretsContext {
  settings: SecretsSettings;
  namespaces: NamespaceDirectory;
  planes: PlaneDirectory;
  references: ReferenceClient;
  effects: CallerEffects;
  index: SecretIndex;
  deliveries: DeliveryDirectory;
  journal: Journal;
  runner: OperationRunner;
  recovery: Pick<Recovery, 'hurry'>;
  /** What the record tells of a secret. */
  history: RecordReader;
  /** Secrets whose value is somebody else's. */
  links: LinkTable;
  usage: EntityUsage;
  catalog: CatalogService;
}
