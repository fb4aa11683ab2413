const attempts = 3;

/**
 * Between choosing a port and listening on it another process may take it: then everything is tried again with other
 * ports.
 */
export async function onTakenPort<T>(start: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (
        attempt === attempts ||
        !/address already in use/.test(String(error))
      ) {
        throw error;
      }
    }
  }
}
