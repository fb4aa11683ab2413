import { randomUUID } from 'node:crypto';
import { SecretLinks, StoredSecretLink } from '../driver';
import { SecretValues } from '../values';
import { newCandidate } from './Candidate';
import { newValue } from './Change';
import { ConformanceTest } from './ConformanceTest';
import { atEveryCall, runQuietly } from './faults';
import {
  eventually,
  failureOf,
  runSteps,
  undoSteps,
  untilDone,
} from './runSteps';
import { LinkedSources, StoreDriverHarness } from './types';

/** How a driver carries Secrets of the plane that others keep, where it does. */
export function linkConformance(test: ConformanceTest): void {
  test('offers links exactly where the plane has Secrets to link', async ({
    store,
    sources,
  }) => {
    expect(store.links === undefined).toBe(sources === undefined);
  });

  testLinks(
    'S4.2: carries one key to one key, takes others on the next push, and leaves the source as it is',
    async bed => {
      const { links, link, values } = bed;
      expect(await links.look(link)).toEqual({
        source: 'present',
        keys: ['first', 'second'],
        footprint: { state: 'absent' },
      });
      const steps = links.link(link);
      await runSteps([...steps, ...steps]);
      await bed.untilCarried({ password: values.get('first')! });
      expect((await links.verify(link)).intact).toBe(true);
      const { signal } = new AbortController();
      expect(await links.isCarriedBy(link, signal)).toBe(true);
      const later = {
        ...link,
        keys: [{ key: 'token', sourceKey: 'second' }],
        operationId: randomUUID(),
      };
      expect(await links.isCarriedBy(later, signal)).toBe(false);

      await runSteps(links.relink(later));
      await bed.untilCarried({ token: values.get('second')! });
      expect(await links.isCarriedBy(later, signal)).toBe(true);

      await untilDone(() => runSteps(links.unlink(later)));
      await bed.untilCarried(undefined);
      expect((await links.look(link)).footprint).toEqual({ state: 'absent' });
      await bed.sourceIsAsBefore();
    },
  );

  testLinks(
    "T19: ends nothing for another secret's link, and a source that is gone takes no value with it",
    async bed => {
      const { links, link, values } = bed;
      await runSteps(links.link(link));
      await bed.untilCarried({ password: values.get('first')! });
      const forged = { ...link, remoteKey: `${link.remoteKey}-of-another` };
      for (const steps of [links.unlink(forged), links.abandon(forged)]) {
        expect(await failureOf(runSteps(steps))).toBe('NotOwned');
      }
      const nowhere = {
        ...link,
        source: { ...link.source, name: 'nowhere' },
        operationId: randomUUID(),
      };
      expect((await links.look(nowhere)).source).toBe('absent');
      expect(await failureOf(runSteps(links.relink(nowhere)))).toBe('NotFound');
      await bed.untilCarried({ password: values.get('first')! });
    },
  );

  testLinks(
    'T22: a link that fails at any call can be taken back, and leaves nothing',
    (bed, harness) =>
      atEveryCall(harness, async breakCall => {
        const fresh = await bed.another();
        const { links, link, values } = fresh;
        const steps = links.link(link);
        const reached = breakCall();
        await runQuietly(steps, values);
        const wasReached = reached();
        await untilDone(() => undoSteps(steps));
        await fresh.untilCarried(undefined);
        expect((await links.look(link)).footprint).toEqual({ state: 'absent' });
        await fresh.sourceIsAsBefore();
        return wasReached;
      }),
  );

  /** A test of drivers that carry links; what others offer instead is the first test's business. */
  function testLinks(
    name: string,
    run: (bed: LinkBed, harness: StoreDriverHarness) => Promise<void>,
  ): void {
    test(name, async harness => {
      const { store, sources } = harness;
      if (store.links && sources) {
        await run(await layLink(harness, store.links, sources), harness);
      }
    });
  }
}

/** A Secret of the plane, and a link of it that is not made yet. */
interface LinkBed {
  links: SecretLinks;
  link: StoredSecretLink;
  /** Of the source. */
  values: SecretValues;
  /** Waits until the store has exactly these at the path of the link. */
  untilCarried(
    expected: Record<string, { reveal(): Buffer }> | undefined,
  ): Promise<void>;
  sourceIsAsBefore(): Promise<void>;
  another(): Promise<LinkBed>;
}

async function layLink(
  harness: StoreDriverHarness,
  links: SecretLinks,
  sources: LinkedSources,
): Promise<LinkBed> {
  const { namespace, name, remoteKey } = newCandidate(harness.driver).intent;
  const source = { namespace: `app-${randomUUID().slice(0, 8)}`, name: 'kept' };
  const values = new Map([
    ['first', newValue()],
    ['second', newValue()],
  ]);
  await sources.place(source, values);
  const before = await sources.read(source);
  return {
    links,
    values,
    link: {
      namespace,
      name,
      remoteKey,
      source,
      keys: [{ key: 'password', sourceKey: 'first' }],
      operationId: randomUUID(),
    },
    async untilCarried(expected) {
      const wanted =
        expected &&
        Object.entries(expected).map(([key, value]) => [
          key,
          value.reveal().toString('base64'),
        ]);
      await eventually(
        async () => {
          const found = await harness.readValues(remoteKey);
          return (
            found &&
            [...found].map(([key, value]) => [key, value.toString('base64')])
          );
        },
        seen => JSON.stringify(seen) === JSON.stringify(wanted),
      );
    },
    async sourceIsAsBefore() {
      expect(await sources.read(source)).toBe(before);
    },
    another: () => layLink(harness, links, sources),
  };
}
