import { storeDriverConformance } from '@strongroom/backstage-plugin-secrets-node/testUtils';
import { startWorldStore } from './__testUtils__/startWorldStore';

describe('S2.10: openbao', () => {
  storeDriverConformance({ createHarness: startWorldStore });
});
