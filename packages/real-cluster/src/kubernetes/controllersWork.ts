import { randomUUID } from 'node:crypto';
import { HttpClient } from '../http';
import type { Program } from '../processes';

/**
 * Waits until a new namespace gets what each has, and an owner that is deleted in the foreground goes with what it owns.
 * @throws when the API server refuses something, or with the end of the log when it does not happen in time
 */
export async function controllersWork(
  admin: HttpClient,
  controllerManager: Program,
): Promise<void> {
  const namespace = `controllers-${randomUUID().slice(0, 8)}`;
  const space = `/api/v1/namespaces/${namespace}`;
  const maps = `${space}/configmaps`;
  const ask = async (method: string, path: string, body?: object) => {
    const answer = await admin.send(method, path, { body });
    if (answer.code >= 300) {
      const { code, text } = answer;
      throw new Error(`${method} ${path} was refused (${code}): ${text}`);
    }
    return answer.body;
  };
  const all = (code: number, ...paths: string[]) =>
    controllerManager.ready(async () => {
      const answers = await Promise.all(
        paths.map(path => admin.send('GET', path)),
      );
      return answers.every(answer => answer.code === code);
    });
  await ask('POST', '/api/v1/namespaces', { metadata: { name: namespace } });
  await all(
    200,
    `${space}/serviceaccounts/default`,
    `${maps}/kube-root-ca.crt`,
  );
  const owner = await ask('POST', maps, { metadata: { name: 'owner' } });
  await ask('POST', maps, {
    metadata: {
      name: 'owned',
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          name: 'owner',
          uid: owner.metadata.uid,
          blockOwnerDeletion: true,
        },
      ],
    },
  });
  await ask('DELETE', `${maps}/owner`, { propagationPolicy: 'Foreground' });
  await all(404, `${maps}/owner`, `${maps}/owned`);
  // It goes by itself, seconds later.
  await ask('DELETE', space);
}
