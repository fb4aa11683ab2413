import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChoreoDefinitions } from '../definitions';
import { reference } from '../kubernetes/__testUtils__';
import { startEmbeddedCluster } from '../startEmbeddedCluster';

const references = {
  group: 'openchoreo.dev',
  version: 'v1alpha1',
  resource: 'secretreferences',
};
const namespaces = { group: '', version: 'v1', resource: 'namespaces' };

describe('state in a file', () => {
  let folder: string;
  let stateFile: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'embedded-cluster-'));
    stateFile = join(folder, 'deeper', 'state.db');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const start = () =>
    startEmbeddedCluster({
      stateFile,
      definitions: openChoreoDefinitions,
      withoutKv: true,
      withoutExternalSecrets: true,
    });

  it('is the same after a restart: objects, versions, addresses, tokens and certificates', async () => {
    const first = await start();
    const { store } = first.clusters['control-plane'];
    store.create(namespaces, { metadata: { name: 'acme' } });
    const kept = store.create(
      references,
      reference('kept', { namespace: 'acme' }),
    );
    store.create(references, reference('gone', { namespace: 'acme' }));
    store.delete(references, { namespace: 'acme', name: 'gone' });
    const { resourceVersion } = store.list(references);
    const kubeconfig = first.kubeconfig();
    await first.stop();
    expect(statSync(stateFile).mode % 0o1000).toBe(0o600);

    const second = await start();
    try {
      const again = second.clusters['control-plane'].store;
      expect(second.kubeconfig()).toBe(kubeconfig);
      expect(again.list(references)).toEqual({
        items: [kept],
        resourceVersion,
      });
      expect(
        second.clusters['plane-2'].store.find(namespaces, { name: 'acme' }),
      ).toBeUndefined();
      const next = again.create(
        references,
        reference('next', { namespace: 'acme' }),
      );
      expect(Number(next.metadata.resourceVersion)).toBe(
        Number(resourceVersion) + 1,
      );
      expect(() =>
        again.watch(references, () => {}, { resourceVersion: '1' }),
      ).toThrow('too old resource version');
    } finally {
      await second.stop();
    }
  });

  it('has everything that was written when the process is killed', async () => {
    const child = spawn(
      process.execPath,
      [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(__dirname, '__testUtils__', 'writeUntilKilled.ts'),
        stateFile,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const written = await linesUntilKilled(child, 300);
    const after = await start();
    try {
      const { items } = after.clusters['control-plane'].store.list(references);
      const found = new Set(items.map(item => item.metadata.name));
      expect(written.filter(name => !found.has(name))).toEqual([]);
      expect(found.size - written.length).toBeLessThanOrEqual(1);
    } finally {
      await after.stop();
    }
  }, 60_000);
});

/** Kills the child in the middle of its work and gives the lines it wrote in full. */
async function linesUntilKilled(
  child: ChildProcess,
  count: number,
): Promise<string[]> {
  let text = '';
  child.stdout!.on('data', chunk => {
    text += chunk;
    if (text.split('\n').length > count) {
      child.kill('SIGKILL');
    }
  });
  await new Promise(resolve => child.on('close', resolve));
  return text.split('\n').slice(0, -1);
}
