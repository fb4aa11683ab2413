export { FakeSecretsBackend, BASE_URL } from './FakeSecretsBackend';
export {
  aDelivery,
  aNamespace,
  aPlane,
  aSecret,
  anError,
  someDetails,
} from './fixtures';
export { renderSecretsPage } from './renderSecretsPage';
export type { RenderedPage } from './renderSecretsPage';
export { expectNoTrace } from './expectNoTrace';
