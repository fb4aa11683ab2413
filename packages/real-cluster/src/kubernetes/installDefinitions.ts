import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../http';

/** Of what the API server serves, as the programs ask for it. */
const discovery =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
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
 * Waits until objects of all definitions can be listed and watched, and are told of: also when a definition is established,
 * or the API server says that it is ready, their storage answers 429 for a moment more, and a program that starts in the
 * moment before they are told of takes them for missing and looks again 10 to 30 s later.
 */
export async function definitionsServed(
  admin: HttpClient,
  definitions: Definition[],
): Promise<void> {
  const deadline = Date.now() + servedMs;
  const collections = definitions.flatMap(collectionsOf);
  const until = async (what: string, isSo: () => Promise<boolean>) => {
    while (!(await isSo())) {
      if (Date.now() > deadline) {
        throw new Error(`${what} is not served.`);
      }
      await sleep(100);
    }
  };
  await Promise.all(
    collections.map(each => until(each, () => isWatched(admin, each))),
  );
  await until('One of the definitions', async () => {
    const told = await discoveredBy(admin);
    return collections.every(each => told.has(each));
  });
}

async function discoveredBy(admin: HttpClient): Promise<Set<string>> {
  const { body } = await admin.send('GET', '/apis', {
    headers: { Accept: discovery },
  });
  return new Set(
    body.items.flatMap(({ metadata, versions }: any) =>
      versions.flatMap(({ version, resources }: any) =>
        resources.map(
          ({ resource }: any) =>
            `/apis/${metadata.name}/${version}/${resource}`,
        ),
      ),
    ),
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
