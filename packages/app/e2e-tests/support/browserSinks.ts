import { Page } from '@playwright/test';

/** Everything that a browser keeps of a page, as one text to search. */
export async function browserSinks(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const fields = [...document.querySelectorAll('input, textarea')].map(
      field => (field as HTMLInputElement).value,
    );
    const databases = await Promise.all(
      (
        await indexedDB.databases()
      ).map(
        ({ name }) =>
          new Promise(resolve => {
            const opening = indexedDB.open(name!);
            opening.onerror = () => resolve(undefined);
            opening.onsuccess = async () => {
              const database = opening.result;
              const rows = [...database.objectStoreNames].map(
                store =>
                  new Promise(done => {
                    const all = database
                      .transaction(store)
                      .objectStore(store)
                      .getAll();
                    all.onsuccess = () => done(all.result);
                    all.onerror = () => done(undefined);
                  }),
              );
              resolve(await Promise.all(rows));
            };
          }),
      ),
    );
    const cached: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        cached.push(request.url);
        cached.push((await (await cache.match(request))?.text()) ?? '');
      }
    }
    return JSON.stringify([
      document.documentElement.outerHTML,
      fields,
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      window.location.href,
      window.history.state,
      databases,
      cached,
    ]);
  });
}
