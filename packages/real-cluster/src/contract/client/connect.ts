import { mockServices } from '@backstage/backend-test-utils';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- the client is no API of the backend, and it is what has to work
import { DefaultKubernetesClient } from '../../../../../plugins/secrets-backend/src/clusters/client/DefaultKubernetesClient';

/** The portal's own client of a cluster. */
export interface Connection {
  client: DefaultKubernetesClient;
  close(): void;
}

/** Connects as the portal does, with the waits of its watches shortened. */
export function connect(kubeconfig: string): Connection {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-contract-'));
  const path = join(folder, 'kubeconfig');
  writeFileSync(path, kubeconfig, { mode: 0o600 });
  const client = DefaultKubernetesClient.create(
    {
      name: 'contract',
      timeoutMs: 10_000,
      access: { type: 'kubeconfig', path },
    },
    {
      logger: mockServices.logger.mock(),
      timing: { retry: { minMs: 50, maxMs: 200 }, watchSeconds: 3 },
    },
  );
  return {
    client,
    close: () => {
      client.close();
      rmSync(folder, { recursive: true });
    },
  };
}
