import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../http';

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const servedMs = 60_000;

/** What is known of a custom resource definition here. */
export interface Definition {
  metadata: { name: string };
  spec: {
    group: string;
    names: { plural: string };
    versions: { name: string; served: boolean }[];
  };
}

/**
 * Creates custom resource definitions and waits until all are served.
 * @throws with the words of the API server when it refuses one
 */
export async function installDefinitions(
  admin: HttpClient,
  definitions: Definition[],
): Promise<void> {
  await Promise.all(
    definitions.map(async definition => {
      const { name } = definition.metadata;
      const { code, text } = await admin.send('POST', path, {
        body: definition,
      });
      if (code !== 201) {
        throw new Error(`${name} was refused (${code}): ${text}`);
      }
    }),
  );
  await definitionsServed(admin, definitions);
}

/**
 * Waits until objects of all definitions can be listed and watched: also when a definition is established, or the API
 * server says that it is ready, their storage answers 429 for a moment more.
 */
export async function definitionsServed(
  admin: HttpClient,
  definitions: Definition[],
): Promise<void> {
  const deadline = Date.now() + servedMs;
  await Promise.all(
    definitions.flatMap(collectionsOf).map(async collection => {
      while (!(await isWatched(admin, collection))) {
        if (Date.now() > deadline) {
          throw new Error(`${collection} is not served.`);
        }
        await sleep(100);
      }
    }),
  );
}

async function isWatched(
  admin: HttpClient,
  collection: string,
): Promise<boolean> {
  const response = await admin.stream('GET', `${collection}?watch=1`);
  response.destroy();
  return response.statusCode === 200;
}

function collectionsOf({ spec }: Definition): string[] {
  return spec.versions
    .filter(({ served }) => served)
    .map(({ name }) => `/apis/${spec.group}/${name}/${spec.names.plural}`);
}
