import { storeDriverConformance } from '@strongroom/backstage-plugin-secrets-node/testUtils';
import { startEmbeddedStore } from './__testUtils__/startEmbeddedStore';
import { startRealStore } from './__testUtils__/startRealStore';
import { withRealBao } from './__testUtils__/withRealBao';

describe('openbao on the embedded KV store', () => {
  storeDriverConformance({ createHarness: startEmbeddedStore });
});

withRealBao('openbao on OpenBao itself', program => {
  storeDriverConformance({ createHarness: () => startRealStore(program) });
});
