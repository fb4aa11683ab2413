import { storeDriverConformance } from '@strongroom/backstage-plugin-secrets-node/testUtils';
import { startEmbeddedStore } from './__testUtils__/startEmbeddedStore';

describe('openbao on the embedded KV store', () => {
  storeDriverConformance({ createHarness: startEmbeddedStore });
});
