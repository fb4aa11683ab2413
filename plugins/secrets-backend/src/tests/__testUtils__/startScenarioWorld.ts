import { openChoreoDefinitions } from '@strongroom/embedded-cluster';
import {
  startTestWorld,
  StartTestWorldOptions,
  TestWorld,
} from '@strongroom/real-cluster';
import { layTestFoundations, leaveTestFoundations } from './layTestFoundations';
import { RUN } from './tenants';

/** Clusters with OpenChoreo's kinds, the tenants of `tenants.ts`, a data plane and a workflow plane called `default`. */
export async function startScenarioWorld(
  options: Pick<StartTestWorldOptions, 'clusters' | 'aliases' | 'clock'> = {},
): Promise<TestWorld> {
  const world = await startTestWorld({
    ...options,
    definitions: openChoreoDefinitions,
    run: RUN,
  });
  await layTestFoundations(world);
  return {
    ...world,
    async stop() {
      await leaveTestFoundations(world);
      await world.stop();
    },
  };
}
