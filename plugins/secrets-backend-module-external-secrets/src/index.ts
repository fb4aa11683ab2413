/**
 * Store driver that writes a Kubernetes Secret and a PushSecret for the External Secrets Operator.
 *
 * @packageDocumentation
 */
export { externalSecretsModule as default } from './module';
export { ExternalSecretsDriver } from './ExternalSecretsDriver';
