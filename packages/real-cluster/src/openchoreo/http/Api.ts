import { ClusterApi, ClusterObject, kinds } from '../cluster';
import { GitSecretRequest, GitSecretService } from '../gitSecrets';
import {
  presentMetadata,
  presentObject,
  ReferenceService,
} from '../references';
import { SecretService } from '../secrets';
import { ServiceError } from '../ServiceError';
import { Metadata, Reference, Role } from '../types';
import { decodeBody, RequestShape } from './decodeBody';
import { listVisible, readLimit } from './pagination';

/** A request that was let in. */
export interface ApiCall {
  role: Role;
  query: URLSearchParams;
  body: Buffer;
  /** What stood in the path, decoded. */
  parameters: { namespace: string; name: string };
}

/** What a route answers: nothing with 204. */
export interface ApiAnswer {
  status: number;
  body?: unknown;
}

/** A route: of a path template, what each method does. */
export interface Route {
  path: string;
  methods: Record<string, (call: ApiCall) => Promise<ApiAnswer>>;
}

/** What the routes are made of. */
export interface ApiParts {
  controlPlane: ClusterApi;
  secrets: SecretService;
  references: ReferenceService;
  gitSecrets: GitSecretService;
}

const createShape: RequestShape = {
  secretName: 'string',
  secretType: 'string',
  targetPlane: 'object',
  data: 'strings',
  labels: 'strings',
};
const updateShape: RequestShape = { data: 'strings', labels: 'strings' };
const gitShape: RequestShape = {
  secretName: 'string',
  secretType: 'string',
  workflowPlaneKind: 'string',
  workflowPlaneName: 'string',
  username: 'string',
  token: 'string',
  sshKey: 'string',
  sshKeyId: 'string',
};

/** The routes that were recorded. */
export function createRoutes(parts: ApiParts): Route[] {
  const { controlPlane, secrets, references, gitSecrets } = parts;
  const alpha = '/api/v1alpha1/namespaces/{namespace}';
  const stable = '/api/v1/namespaces/{namespace}';
  const ok = (body: unknown): ApiAnswer => ({ status: 200, body });
  const created = (body: unknown): ApiAnswer => ({ status: 201, body });
  const gone: ApiAnswer = { status: 204 };
  return [
    {
      path: `${alpha}/secrets`,
      methods: {
        GET: async ({ role, query, parameters: { namespace } }) =>
          ok(
            await listVisible(
              pageOf(query),
              page => secrets.list(namespace, page),
              role.secrets,
            ),
          ),
        POST: async ({ role, body, parameters: { namespace } }) => {
          const fields = decodeBody(body, 'CreateSecretRequest', createShape);
          demand(role.secrets);
          return created(
            await secrets.create(namespace, {
              name: fields.secretName,
              type: fields.secretType,
              targetPlane: fields.targetPlane,
              data: fields.data,
              labels: fields.labels,
            }),
          );
        },
      },
    },
    {
      path: `${alpha}/secrets/{name}`,
      methods: {
        GET: async ({ role, parameters: { namespace, name } }) => {
          demand(role.secrets);
          return ok(await secrets.get(namespace, name));
        },
        PUT: async ({ role, body, parameters: { namespace, name } }) => {
          const { data, labels } = decodeBody(
            body,
            'UpdateSecretRequest',
            updateShape,
          );
          demand(role.secrets);
          return ok(await secrets.update(namespace, name, { data, labels }));
        },
        DELETE: async ({ role, parameters: { namespace, name } }) => {
          demand(role.secrets);
          await secrets.delete(namespace, name);
          return gone;
        },
      },
    },
    {
      path: `${alpha}/gitsecrets`,
      methods: {
        GET: async ({ role, parameters: { namespace } }) => {
          demand(role.references);
          return ok(await gitSecrets.list(namespace));
        },
        POST: async ({ role, body, parameters: { namespace } }) => {
          const fields = decodeBody(body, 'CreateGitSecretRequest', gitShape);
          demand(role.references);
          return created(
            await gitSecrets.create(
              namespace,
              fields as unknown as GitSecretRequest,
            ),
          );
        },
      },
    },
    {
      path: `${alpha}/gitsecrets/{name}`,
      methods: {
        DELETE: async ({ role, parameters: { namespace, name } }) => {
          demand(role.references);
          await gitSecrets.delete(namespace, name);
          return gone;
        },
      },
    },
    {
      path: `${stable}/secretreferences`,
      methods: {
        GET: async ({ role, query, parameters: { namespace } }) =>
          ok(
            await listVisible(
              pageOf(query),
              page => references.list(namespace, page),
              role.references,
            ),
          ),
        POST: async ({ role, body, parameters: { namespace } }) => {
          const fields = decodeBody(body, 'SecretReference', {
            metadata: 'object',
            spec: 'object',
          });
          demand(role.references);
          return created(
            await references.create(namespace, fields as unknown as Reference),
          );
        },
      },
    },
    {
      path: `${stable}/secretreferences/{name}`,
      methods: {
        GET: async ({ role, parameters: { namespace, name } }) => {
          demand(role.references);
          return ok(await references.get(namespace, name));
        },
        DELETE: async ({ role, parameters: { namespace, name } }) => {
          demand(role.references);
          await references.delete(namespace, name);
          return gone;
        },
      },
    },
    {
      path: '/api/v1/namespaces',
      methods: {
        GET: async () => {
          const { items } = await controlPlane.list(
            kinds.namespace,
            undefined,
            { labelSelector: 'openchoreo.dev/control-plane=true' },
          );
          return ok({
            items: items.map(({ metadata }) => ({
              metadata: presentMetadata(metadata),
              status: { phase: 'Active' },
            })),
            pagination: {},
          });
        },
      },
    },
    {
      path: '/api/v1/clusterdataplanes',
      methods: {
        GET: async () => {
          const { items } = await controlPlane.list(
            kinds.clusterDataPlane,
            undefined,
          );
          return ok({ items: items.map(presentPlane), pagination: {} });
        },
      },
    },
    {
      path: '/api/v1/authz/profile',
      methods: {
        // what it answers to a caller with a profile was not recorded
        GET: async () => {
          throw ServiceError.forbidden();
        },
      },
    },
  ];
}

function pageOf(query: URLSearchParams) {
  return {
    limit: readLimit(query.get('limit')),
    cursor: query.get('cursor') ?? undefined,
  };
}

function demand(isAllowed: boolean): void {
  if (!isAllowed) {
    throw ServiceError.forbidden();
  }
}

function presentPlane({ metadata, spec }: ClusterObject): object {
  return presentObject(
    {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'ClusterDataPlane',
      metadata: metadata as Metadata,
    },
    { gateway: {}, ...spec },
  );
}
