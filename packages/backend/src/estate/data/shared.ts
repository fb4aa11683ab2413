import { EstateNamespace } from '../types';

const platform = 'user:default/platform';
const service = 'external:demo';

/** What every team may read. */
export const shared: EstateNamespace = {
  name: 'shared',
  displayName: 'Shared services',
  owner: 'group:default/platform',
  secrets: [
    {
      name: 'smtp-relay',
      type: 'kubernetes.io/basic-auth',
      username: 'relay',
      plane: 'default',
      maker: 'portal',
      created: 420,
      updated: 58,
      createdBy: platform,
      description: 'Mail relay for every team',
      owner: 'group:default/platform',
    },
    {
      name: 'registry-pull',
      type: 'kubernetes.io/dockerconfigjson',
      server: 'registry.example.com',
      username: 'shared-pull',
      plane: 'default',
      maker: 'portal',
      created: 420,
      createdBy: platform,
      description: 'Reads public images of the company registry',
      owner: 'group:default/platform',
    },
    {
      name: 'wildcard-tls',
      type: 'kubernetes.io/tls',
      hosts: ['*.apps.example.com'],
      validDays: 52,
      plane: 'europe',
      maker: 'portal',
      created: 38,
      createdBy: platform,
      description: 'Certificate for everything under apps.example.com',
      owner: 'group:default/platform',
    },
    {
      name: 'tracing-ingest',
      type: 'Opaque',
      values: { endpoint: { text: 'https://trace.internal' }, token: 'token' },
      plane: 'europe',
      maker: 'portal',
      created: 155,
      createdBy: service,
      description: 'Where services send their traces',
      owner: 'group:default/platform',
      labels: { tier: 'observability' },
    },
    {
      name: 'object-storage',
      type: 'Opaque',
      values: { 'access-key': 'token', 'secret-key': 'password' },
      plane: 'default',
      maker: 'openchoreo-api',
      created: 333,
    },
    {
      name: 'time-stamping',
      type: 'Opaque',
      values: { 'client-id': 'uuid', 'client-secret': 'password' },
      plane: 'default',
      maker: 'portal',
      created: 71,
      createdBy: service,
      owner: 'group:default/platform',
    },
  ],
};
