/** Waits until an expectation holds. */
export async function eventually(
  expectation: () => void | Promise<void>,
  timeoutMs = 60_000,
  pauseMs = 10,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (Date.now() > end) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, pauseMs));
    }
  }
}
