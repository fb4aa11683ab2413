import { CatalogService } from '@backstage/plugin-catalog-node';
import { PlaneDirectory } from '../clusters/types';
import { SecretsSettings } from '../config';
import { Journal, OperationRunner } from '../operations';
import {
  NamespaceDirectory,
  ReferenceClient,
  SecretIndex,
} from '../references';
import { EntityUsage } from '../usage';
import { CallerEffects } from './effects/CallerEffects';

/** What the use cases stand on. */
export interface SecretsContext {
  settings: SecretsSettings;
  namespaces: NamespaceDirectory;
  planes: PlaneDirectory;
  references: ReferenceClient;
  effects: CallerEffects;
  index: SecretIndex;
  journal: Journal;
  runner: OperationRunner;
  usage: EntityUsage;
  catalog: CatalogService;
}
