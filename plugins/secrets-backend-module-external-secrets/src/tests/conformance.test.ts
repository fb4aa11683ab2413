import { storeDriverConformance } from '@strongroom/backstage-plugin-secrets-node/testUtils';
import { startPlane } from './__testUtils__/startPlane';

describe('S2.2: external-secrets with External Secrets 2.x', () => {
  storeDriverConformance({ createHarness: () => startPlane('2.x') });
});

describe('external-secrets with External Secrets 0.20', () => {
  storeDriverConformance({ createHarness: () => startPlane('0.20') });
});
