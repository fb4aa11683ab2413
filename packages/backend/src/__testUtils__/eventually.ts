const PATIENCE_MS = 60_000;
const PAUSE_MS = 100;

/** Tries until an expectation holds; the last failure is thrown. */
export async function eventually(
  expectation: () => void | Promise<void>,
): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (Date.now() > until) {
        throw error;
      }
    }
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
}
