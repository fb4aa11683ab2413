import { execFile, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChoreoDefinitions } from './definitions';
import { namespace, reference } from './kubernetes/__testUtils__';
import { startEmbeddedCluster } from './startEmbeddedCluster';
import { EmbeddedCluster } from './types';

const found = !spawnSync('kubectl', ['version', '--client']).error;
const demanded = process.env.STRONGROOM_REQUIRE_TOOLS === '1';

interface Output {
  code: number;
  text: string;
}

if (found || demanded) {
  describe('kubectl', () => {
    let embedded: EmbeddedCluster;
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'embedded-cluster-'));
      embedded = await startEmbeddedCluster({
        definitions: openChoreoDefinitions,
        withoutKv: true,
        withoutExternalSecrets: true,
        kubeconfigPath: join(folder, 'kubeconfig'),
      });
    });

    afterAll(async () => {
      await embedded.stop();
      rmSync(folder, { recursive: true });
    });

    const environment = () => ({
      ...process.env,
      HOME: folder,
      KUBECONFIG: join(folder, 'kubeconfig'),
    });

    const kubectl = (command: string, env: object = {}): Promise<Output> =>
      new Promise(resolve => {
        execFile(
          'kubectl',
          command.split(' '),
          { env: { ...environment(), ...env }, timeout: 30_000 },
          (error, stdout, stderr) =>
            resolve({
              code: error ? Number(error.code ?? 1) : 0,
              text: stdout + stderr,
            }),
        );
      });

    const file = (name: string, content: unknown): string => {
      const path = join(folder, name);
      writeFileSync(path, JSON.stringify(content));
      return path;
    };

    const ok = async (command: string, env?: object): Promise<string> => {
      const { code, text } = await kubectl(command, env);
      expect(`${code}: ${text}`).toMatch(/^0: /);
      return text;
    };

    it('creates, lists in tables, describes and explains', async () => {
      await ok('create namespace acme');
      await ok('create secret generic pair -n acme --from-literal=a=1');
      expect(await ok('get secret pair -n acme')).toMatch(
        /NAME +TYPE +DATA +AGE\npair +Opaque +1 +\d+s/,
      );
      const applied = file('ref.json', reference('db', { namespace: 'acme' }));
      expect(await ok(`apply -f ${applied}`)).toContain('db created');
      const table = await ok(
        'get secretreferences,pushsecrets,externalsecrets -A',
      );
      expect(table).toMatch(
        /NAMESPACE +NAME +TYPE +PLANE KIND +PLANE +REFRESH/,
      );
      expect(table).toMatch(
        /acme +secretreference\.openchoreo\.dev\/db +Opaque/,
      );
      expect(await ok('describe secretreference db -n acme')).toMatch(
        /Kind: +SecretReference/,
      );
      expect(await ok('describe secret pair -n acme')).toMatch(/a: +1 bytes/);
      expect(await ok('get ns acme -o yaml')).toContain('phase: Active');
      const resources = await ok('api-resources');
      expect(resources).toMatch(
        /pushsecrets +ps +external-secrets\.io\/v1alpha1 +true +PushSecret/,
      );
      expect(await ok('--context plane-2 get ns')).not.toContain('acme');
    });

    it('applies again, edits and labels custom resources', async () => {
      const path = file(
        'again.json',
        reference('db', { namespace: 'acme' }, { refreshInterval: '5m' }),
      );
      expect(await ok(`apply -f ${path}`)).toContain('db configured');
      expect(await ok(`apply -f ${path}`)).toContain('db unchanged');
      await ok('edit secretreference db -n acme', {
        EDITOR: 'sed -i s/5m/7m/',
      });
      await ok('label secretreference db -n acme tier=a');
      const read =
        'get secretreference db -n acme -o jsonpath={.spec.refreshInterval}/{.metadata.generation}/{.metadata.labels.tier}';
      expect(await ok(read)).toBe('7m/3/a');
      await ok(
        'patch secret pair -n acme --type=merge -p {"data":{"b":"Mg=="}}',
      );
      expect(await ok('get secret pair -n acme -o jsonpath={.data}')).toBe(
        '{"a":"MQ==","b":"Mg=="}',
      );
    });

    it('is told of a conflict when it replaces what changed meanwhile', async () => {
      const stale = file(
        'stale.json',
        JSON.parse(await ok('get secretreference db -n acme -o json')),
      );
      await ok('annotate secretreference db -n acme touched=yes');
      const { code, text } = await kubectl(`replace -f ${stale}`);
      expect(code).toBe(1);
      expect(text).toContain(
        'Operation cannot be fulfilled on secretreferences.openchoreo.dev "db": the object has been modified',
      );
      const config = (value: string) =>
        file('config.json', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'c', namespace: 'acme' },
          data: { value },
        });
      await ok(`create -f ${config('1')}`);
      await ok(`replace -f ${config('2')}`);
      expect(await ok('get cm c -n acme -o jsonpath={.data.value}')).toBe('2');
    });

    it('waits for conditions and for finalizers', async () => {
      await ok(
        'wait --for=condition=established crd/secretreferences.openchoreo.dev --timeout=5s',
      );
      await ok(
        'patch secretreference db -n acme --type=merge -p {"metadata":{"finalizers":["example.com/hold"]}}',
      );
      const early = await kubectl(
        'delete secretreference db -n acme --timeout=1s',
      );
      expect(early.code).toBe(1);
      expect(early.text).toContain('timed out');
      const waiting = ok(
        'wait --for=delete secretreference/db -n acme --timeout=20s',
      );
      await ok(
        'patch secretreference db -n acme --type=merge -p {"metadata":{"finalizers":null}}',
      );
      await waiting;
      expect((await kubectl('get secretreference db -n acme')).text).toContain(
        '(NotFound)',
      );
    });

    it('watches', async () => {
      const { store } = embedded.clusters['control-plane'];
      const watch = spawn(
        'kubectl',
        ['get', 'secretreferences', '-A', '--watch', '--no-headers'],
        { env: environment() },
      );
      try {
        const lines = await new Promise<string>((resolve, reject) => {
          let text = '';
          watch.on('error', reject);
          watch.stdout.on('data', chunk => {
            text += chunk;
            // a line may come in pieces
            if (/seen-2.*\n/.test(text)) {
              resolve(text);
            }
          });
          const gvr = {
            group: 'openchoreo.dev',
            version: 'v1alpha1',
            resource: 'secretreferences',
          };
          const create = (name: string) =>
            store.create(gvr, reference(name, { namespace: 'acme' }));
          create('seen-1');
          setTimeout(create, 2000, 'seen-2');
        });
        expect(lines).toMatch(/acme +seen-1 .*\nacme +seen-2 .*\n/);
      } finally {
        watch.kill();
      }
    });

    it('deletes a namespace with everything in it', async () => {
      const { store } = embedded.clusters['control-plane'];
      store.create(
        { group: '', version: 'v1', resource: 'namespaces' },
        namespace('brief'),
      );
      await ok('create secret generic inside -n brief');
      await ok('delete namespace brief --timeout=10s');
      expect((await kubectl('get ns brief')).code).toBe(1);
    });
  });
} else {
  describe('without kubectl', () => {
    it('the tour with kubectl is left out: it is not on the PATH (STRONGROOM_REQUIRE_TOOLS=1 makes that a failure)', () => {
      process.stderr.write('left out: kubectl is not on the PATH\n');
      expect(found).toBe(false);
    });
  });
}
