import { writeSync } from 'node:fs';
import { openChoreoDefinitions } from '../../definitions';
import { reference } from '../../kubernetes/__testUtils__';
import { startEmbeddedCluster } from '../../startEmbeddedCluster';

/** Creates references in a state file, tells each on standard output once it is written, and never ends. */
async function writeUntilKilled(stateFile: string): Promise<void> {
  const { clusters } = await startEmbeddedCluster({
    stateFile,
    definitions: openChoreoDefinitions,
    withoutKv: true,
    withoutExternalSecrets: true,
  });
  const { store } = clusters['control-plane'];
  store.create(
    { group: '', version: 'v1', resource: 'namespaces' },
    { metadata: { name: 'acme' } },
  );
  const references = {
    group: 'openchoreo.dev',
    version: 'v1alpha1',
    resource: 'secretreferences',
  };
  for (let at = 0; ; at++) {
    const name = `r${at}`;
    store.create(references, reference(name, { namespace: 'acme' }));
    writeSync(1, `${name}\n`);
  }
}

void writeUntilKilled(process.argv[2]);
