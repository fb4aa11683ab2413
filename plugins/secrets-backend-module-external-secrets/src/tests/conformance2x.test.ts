import { storeDriverConformance } from '@strongroom/backstage-plugin-secrets-node/testUtils';
import { startEmbeddedPlane } from './__testUtils__/startEmbeddedPlane';

describe('S2.2: external-secrets with External Secrets 2.x', () => {
  storeDriverConformance({ createHarness: () => startEmbeddedPlane('2.x') });
});
