import { isDeepStrictEqual } from 'node:util';

/** Between two looks: with many sequences side by side, looking is what takes the time. */
const PAUSE_MS = 100;
const TIMEOUT_MS = 60_000;

/** Looks until what is seen is this. @throws with what was seen last */
export async function eventuallyIs<T>(
  wanted: T,
  look: () => Promise<unknown>,
): Promise<void> {
  const end = Date.now() + TIMEOUT_MS;
  let seen = await look();
  while (!isDeepStrictEqual(seen, wanted) && Date.now() < end) {
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
    seen = await look();
  }
  expect(seen).toEqual(wanted);
}
