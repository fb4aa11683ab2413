import { TestClock } from '@strongroom/embedded-cluster';
import fc from 'fast-check';
import { ModelRun } from './__testUtils__/model/ModelRun';
import { sequence } from './__testUtils__/model/sequences';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { startScenarioWorld } from './__testUtils__/startScenarioWorld';
import { TestWorld } from '@strongroom/real-cluster';

/** Sequences that run side by side, each on a secret of its own: most of their time is waiting. */
const BATCH = 50;
const SEQUENCES = Number(process.env.STRONGROOM_MODEL_SEQUENCES ?? 200);
const TICK_MS = 20;
const TICKS_AS_MS = 200;

/**
 * Random sequences of what two users, kubectl, another writer, faults and time do to a secret, held against a model that
 * knows in which ways the secret may stand. A failure prints its seed and path: with `STRONGROOM_MODEL_SEED` and
 * `STRONGROOM_MODEL_PATH` set to them it is played again.
 */
describe('whatever happens in whatever order', () => {
  const clock = TestClock.create();
  let world: TestWorld;
  let portal: TestPortal;
  let ticking: NodeJS.Timeout;
  let advancing = Promise.resolve();
  let runs = 0;

  /** Time moves by one hand, however many ask for it. */
  const advance = (milliseconds: number) => {
    advancing = advancing.then(() => clock.advance(milliseconds));
    return advancing;
  };

  beforeAll(async () => {
    world = await startScenarioWorld({ clusters: ['control-plane'], clock });
    let isBusy = false;
    ticking = setInterval(async () => {
      if (!isBusy) {
        isBusy = true;
        await advance(TICKS_AS_MS);
        isBusy = false;
      }
    }, TICK_MS);
    portal = await startPortal({
      world,
      clusterTimeout: { seconds: 1 },
      secrets: {
        operations: {
          lease: { milliseconds: 600 },
          requestTimeout: { milliseconds: 1200 },
          deadline: { seconds: 4 },
        },
      },
    });
  }, 120_000);

  afterAll(async () => {
    clearInterval(ticking);
    await portal?.stop();
    await world?.stop();
  });

  it('T20 T22 T28: a secret stands as one of the answers said, and nothing is left of one that is gone', async () => {
    const { STRONGROOM_MODEL_SEED: seed, STRONGROOM_MODEL_PATH: path } =
      process.env;
    await fc.assert(
      fc.asyncProperty(
        fc.array(sequence, { minLength: BATCH, maxLength: BATCH }),
        async batch => {
          const results = await Promise.allSettled(
            batch.map(actions => {
              runs += 1;
              return new ModelRun({
                portal,
                name: `model-${runs}`,
                advance,
              }).run(actions);
            }),
          );
          const failure = results.find(({ status }) => status === 'rejected');
          if (failure) {
            throw (failure as PromiseRejectedResult).reason;
          }
        },
      ),
      {
        numRuns: Math.ceil(SEQUENCES / BATCH),
        endOnFailure: true,
        ...(seed && { seed: Number(seed), path }),
      },
    );
    expect(runs).toBeGreaterThanOrEqual(path ? 1 : SEQUENCES);
  }, 1_800_000);
});
