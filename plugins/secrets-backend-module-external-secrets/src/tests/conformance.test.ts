import { storeDriverConformance } from '@strongroom/backstage-plugin-secrets-node/testUtils';
import { startWorldPlane } from './__testUtils__/startWorldPlane';

describe('S2.2: external-secrets', () => {
  storeDriverConformance({ createHarness: startWorldPlane });
});
