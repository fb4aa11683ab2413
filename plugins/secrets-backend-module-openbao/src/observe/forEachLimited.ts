/** Calls for every item, a few at a time; the first failure ends it, and is thrown once nothing runs any more. */
export async function forEachLimited<T>(
  items: Iterable<T>,
  limit: number,
  call: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let failed = false;
  const worker = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      try {
        await call(next.value);
      } catch (error) {
        failed = true;
        throw error;
      }
      if (failed) {
        return;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: limit }, worker));
  for (const outcome of ended) {
    if (outcome.status === 'rejected') {
      throw outcome.reason;
    }
  }
}
