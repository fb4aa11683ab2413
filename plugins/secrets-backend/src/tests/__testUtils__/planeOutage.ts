import { TestPortal } from './startPortal';

/** How the API server of a cluster goes away and comes back. */
export interface Outage {
  /** It is gone: connections break and are refused. */
  dies(): Promise<void>;
  /** It takes what comes and never answers. */
  hangs(): Promise<void>;
  comesBack(): Promise<void>;
}

/**
 * Outages of a cluster: of its program in the real world, else of the way to it. What the portal had open breaks, so
 * that a plane that hangs is noticed by the next call; how long silence is borne has tests of its own.
 */
export function outageOf(
  { world, links }: Pick<TestPortal, 'world' | 'links'>,
  name: string,
): Outage {
  const { faults } = world.clusters[name];
  const program = world.real?.clusters[name].apiServer;
  const link = links[name];
  return {
    async dies() {
      await program?.kill();
      if (link) {
        await link.refuse();
      } else if (!program) {
        faults.add({ match: {}, effect: { type: 'refuse' } });
      }
    },
    async hangs() {
      if (program) {
        await program.suspend();
      } else {
        faults.add({ match: {}, effect: { type: 'hang' } });
      }
      link?.cut();
      await link?.mend();
    },
    async comesBack() {
      faults.clear();
      await program?.resume();
      await program?.start();
      await world.real?.clusters[name].ready();
      await link?.mend();
    },
  };
}
