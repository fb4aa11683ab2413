import { estate } from '../seeds';
import { ReplayCase } from './types';
import { ask, get, plainText, refusal, refused } from './words';

const stamped = { creationTimestamp: '<time>', uid: '<uid>' };
const seeded = (kind: string) =>
  estate.map(({ object }) => object).filter(object => object.kind === kind);

/** Routes that are not about secrets. */
export const otherCases: ReplayCase[] = [
  get(
    'plain/126-oauth-protected-resource',
    '/.well-known/oauth-protected-resource',
    331,
    {
      authorization_servers: ['http://127.0.0.1:<port>'],
      bearer_methods_supported: ['header'],
      openchoreo_clients: [
        { client_id: 'cli', name: 'cli', scopes: ['openid'] },
      ],
      openchoreo_security_enabled: false,
      resource: 'http://127.0.0.1:<port>/mcp',
      resource_name: 'OpenChoreo MCP Server',
      scopes_supported: ['openid', 'profile', 'email'],
    },
  ),
  ...(
    [
      ['127-health', '/health', 'OK'],
      ['128-ready', '/ready', 'Ready'],
    ] as const
  ).map(([name, path, word]) =>
    ask(`plain/${name}`, 'GET', path, 200, word.length, word, {
      contentType: 'text/plain',
    }),
  ),
  get('plain/129-version', '/version', 140, {
    buildTime: 'not-set',
    gitRevision: 'not-set',
    goArch: 'amd64',
    goOS: 'linux',
    goVersion: 'go1.26.8',
    name: 'not-set',
    version: 'not-set',
  }),
  get('plain/130-namespaces-v1', '/api/v1/namespaces', 484, {
    items: seeded('Namespace')
      .filter(({ metadata }) => metadata.labels)
      .map(({ metadata }) => ({
        metadata: {
          ...metadata,
          ...stamped,
          labels: {
            ...metadata.labels,
            'kubernetes.io/metadata.name': metadata.name,
          },
        },
        status: { phase: 'Active' },
      })),
    pagination: {},
  }),
  get('plain/131-clusterdataplanes-v1', '/api/v1/clusterdataplanes', 5548, {
    items: seeded('ClusterDataPlane').map(object => ({
      ...object,
      metadata: { ...object.metadata, ...stamped },
      spec: { gateway: {}, ...object.spec },
      status: {},
    })),
    pagination: {},
  }),
  plainText(
    'plain/132-secrets-under-v1',
    'GET',
    '/api/v1/namespaces/acme/secrets',
    404,
    '404 page not found',
  ),
  refused(
    'plain/133-authz-profile',
    'GET',
    '/api/v1/authz/profile',
    refusal.forbidden,
  ),
];
