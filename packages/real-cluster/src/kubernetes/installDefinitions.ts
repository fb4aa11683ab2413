import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../http';

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const servedMs = 60_000;

interface Definition {
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
  definitions: object[],
): Promise<void> {
  const deadline = Date.now() + servedMs;
  await Promise.all(
    (definitions as Definition[]).map(async definition => {
      const { name } = definition.metadata;
      const { code, text } = await admin.send('POST', path, {
        body: definition,
      });
      if (code !== 201) {
        throw new Error(`${name} was refused (${code}): ${text}`);
      }
      // Established is not enough: for a moment more its storage answers 429.
      for (const collection of collectionsOf(definition)) {
        while (
          (await admin.send('GET', `${collection}?limit=1`)).code !== 200
        ) {
          if (Date.now() > deadline) {
            throw new Error(`${collection} is not served.`);
          }
          await sleep(100);
        }
      }
    }),
  );
}

function collectionsOf({ spec }: Definition): string[] {
  return spec.versions
    .filter(({ served }) => served)
    .map(({ name }) => `/apis/${spec.group}/${name}/${spec.names.plural}`);
}
