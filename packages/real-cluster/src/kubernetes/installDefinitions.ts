import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../http';

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const establishedMs = 30_000;

interface Definition {
  metadata: { name: string };
  status?: {
    conditions?: { type: string; status: string; message?: string }[];
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
  const names = (definitions as Definition[]).map(
    ({ metadata }) => metadata.name,
  );
  await Promise.all(
    definitions.map(async (definition, index) => {
      const { code, text } = await admin.send('POST', path, {
        body: definition,
      });
      if (code !== 201) {
        throw new Error(`${names[index]} was refused (${code}): ${text}`);
      }
    }),
  );
  const deadline = Date.now() + establishedMs;
  for (;;) {
    const { body } = await admin.send('GET', path);
    const missing = (body.items as Definition[]).filter(
      ({ metadata, status }) =>
        names.includes(metadata.name) &&
        !status?.conditions?.some(
          ({ type, status: value }) =>
            type === 'Established' && value === 'True',
        ),
    );
    if (missing.length === 0) {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(
        `Not served: ${missing.map(({ metadata }) => metadata.name)}`,
      );
    }
    await sleep(50);
  }
}
