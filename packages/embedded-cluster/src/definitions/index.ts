export { externalSecretsDefinitions } from './externalSecretsDefinitions';
export { openChoreoDefinitions } from './openChoreoDefinitions';
