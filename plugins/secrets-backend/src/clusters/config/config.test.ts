import { ConfigReader } from '@backstage/config';
import { recordingLogger } from '../../tests/__testUtils__/recordingLogger';
import { ClusterRegistry } from '../ClusterRegistry';
import { readPlanes } from './readPlanes';

const server = { url: 'https://127.0.0.1:6443' };
const gateway = {
  url: 'https://gateway.example:8444',
  certFile: '/nowhere/tls.crt',
  keyFile: '/nowhere/tls.key',
};
const one = { controlPlane: 'a', clusters: [{ name: 'a', server }] };

function start(secrets: object): ClusterRegistry {
  return ClusterRegistry.fromConfig(new ConfigReader({ secrets } as any), {
    logger: recordingLogger(),
  });
}

describe('the configuration of clusters and planes', () => {
  it('has one client per cluster, with nothing of it reachable', async () => {
    const registry = start({
      controlPlane: 'a',
      clusters: [
        { name: 'a', kubeconfig: { path: '/nowhere/kubeconfig' } },
        { name: 'b', server: { ...server, tokenFile: '/nowhere/token' } },
        { name: 'c', inCluster: true, timeout: '3s', qps: 5, burst: 10 },
      ],
    });
    expect(registry.names).toEqual(['a', 'b', 'c']);
    expect(registry.controlPlane).toBe(registry.get('a'));
    expect(registry.get('b')?.cluster).toBe('b');
    expect(registry.get('d')).toBeUndefined();
    registry.close();
  });

  it.each<[string, object, string]>([
    [
      'a misspelt key',
      { ...one, controlplane: 'a', keys: { records: ['k'] } },
      'secrets.controlplane (did you mean secrets.controlPlane?); secrets.keys.records (did you mean secrets.keys.record?)',
    ],
    [
      'a misspelt key of a list',
      {
        ...one,
        planes: { static: [{ driverConfig: { x: {} }, drivr: 'openbao' }] },
      },
      'secrets.planes.static[0].drivr (did you mean secrets.planes.static[0].driver?)',
    ],
    [
      'a key that resembles none',
      { ...one, somethingElse: true },
      'not known: secrets.somethingElse',
    ],
    [
      'a cluster twice',
      { ...one, clusters: [...one.clusters, ...one.clusters] },
      'names the cluster a twice',
    ],
    [
      'a control plane that is no cluster',
      { controlPlane: 'contol', clusters: [{ name: 'control', server }] },
      'secrets.controlPlane names the cluster contol, which is not in secrets.clusters (known: control); did you mean control?',
    ],
    [
      'no way to reach a cluster',
      { ...one, clusters: [{ name: 'a' }] },
      'a needs exactly one of inCluster, kubeconfig, server and gateway',
    ],
    [
      'two ways to reach a cluster',
      { ...one, clusters: [{ name: 'a', server, inCluster: true }] },
      'a needs exactly one of',
    ],
    [
      'T32: an address without TLS',
      {
        ...one,
        clusters: [{ name: 'a', server: { url: 'http://a.example' } }],
      },
      'server.url of a must be an https address',
    ],
    [
      'T32: a gateway without TLS',
      {
        ...one,
        clusters: [
          ...one.clusters,
          { name: 'g', gateway: { ...gateway, url: 'http://127.0.0.1:8444' } },
        ],
      },
      'gateway.url of g must be an https address',
    ],
    [
      'a gateway whose addresses would have a double slash',
      {
        ...one,
        clusters: [
          ...one.clusters,
          { name: 'g', gateway: { ...gateway, url: 'https://g.example//x' } },
        ],
      },
      'gateway.url of g must be an https address without credentials, query and empty segments',
    ],
    [
      'calls that last longer than a gateway waits',
      {
        ...one,
        clusters: [...one.clusters, { name: 'g', gateway, timeout: '30s' }],
      },
      'timeout of g must be below 30 seconds',
    ],
    [
      'a control plane behind a gateway',
      { controlPlane: 'g', clusters: [{ name: 'g', gateway }] },
      'secrets.controlPlane names g, but a gateway leads to planes only',
    ],
    [
      'a limit of nothing',
      { ...one, clusters: [{ name: 'a', server, qps: 0 }] },
      'qps and burst of a must be above zero',
    ],
    [
      'no time at all',
      { ...one, clusters: [{ name: 'a', server, timeout: '0s' }] },
      'timeout of a must be above zero',
    ],
  ])('refuses %s and says which', (_name, secrets, message) => {
    expect(() => start(secrets)).toThrow(message);
  });

  it.each<[string, object, string]>([
    [
      'a kind that is none',
      { static: [{ kind: 'Dataplane', name: 'x', cluster: 'a', store: 's' }] },
      'Dataplane is no kind of plane (known: DataPlane, ClusterDataPlane, WorkflowPlane, ClusterWorkflowPlane); did you mean DataPlane?',
    ],
    [
      'a cluster that is none',
      { static: [{ kind: 'DataPlane', name: 'x', cluster: 'b', store: 's' }] },
      'cluster of DataPlane x names the cluster b, which is not in secrets.clusters (known: a)',
    ],
    [
      'a plane twice',
      {
        overrides: [
          { kind: 'DataPlane', name: 'x' },
          { kind: 'DataPlane', name: 'x' },
        ],
      },
      'secrets.planes.overrides names DataPlane x twice',
    ],
    [
      'a namespace of what has none',
      { overrides: [{ kind: 'ClusterDataPlane', name: 'x', namespace: 'n' }] },
      'ClusterDataPlane x is cluster-scoped',
    ],
    [
      'a default cluster that is none',
      { defaultCluster: 'b' },
      'secrets.planes.defaultCluster names the cluster b',
    ],
    [
      'a limit of nothing',
      { overrides: [{ kind: 'DataPlane', name: 'x', maxBytes: 0 }] },
      'maxBytes of DataPlane x must be above zero',
    ],
    [
      'a selector that is none',
      { overrides: [{ kind: 'DataPlane', name: 'x', linkSelector: 'a in b' }] },
      'linkSelector of DataPlane x is no list of labels such as team={namespace},shared',
    ],
    [
      'S4.5: a selector that would let every tenant link the Secrets of all',
      {
        overrides: [
          { kind: 'ClusterDataPlane', name: 'x', linkSelector: 'shared' },
        ],
      },
      'linkSelector of ClusterDataPlane x needs {namespace} as the value of a label',
    ],
    [
      'S4.5: the same of a plane that no namespace has for itself',
      {
        static: [
          {
            kind: 'DataPlane',
            name: 'x',
            cluster: 'a',
            store: 's',
            linkSelector: 'team!={namespace}',
          },
        ],
      },
      'linkSelector of DataPlane x needs {namespace} as the value of a label',
    ],
  ])('refuses for a plane %s and says which', (_name, planes, message) => {
    const secrets = new ConfigReader({ planes } as any);
    expect(() => readPlanes(secrets, ['a'])).toThrow(message);
  });
});
