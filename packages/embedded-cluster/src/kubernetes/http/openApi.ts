import { apiVersionOf, ResourceType } from '../resources/ResourceType';
import { serverVersion } from './discovery';

/** Not the name that clients ask for, which is no valid media type. */
const protobufType =
  'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';
const info = { title: 'Kubernetes', version: serverVersion.gitVersion };

/** `GET /openapi/v2`: a document without definitions, for which kubectl leaves validation to the server. @internal */
export function openApiV2(accept: string): {
  contentType: string;
  body: string | Buffer;
} {
  // Old kubectl reads nothing but protobuf: swagger = 1, info = 2 (title = 1, version = 2), paths = 8.
  if (accept.includes('protobuf')) {
    const infoBytes = Buffer.concat([
      field(1, Buffer.from(info.title)),
      field(2, Buffer.from(info.version)),
    ]);
    const body = Buffer.concat([
      field(1, Buffer.from('2.0')),
      field(2, infoBytes),
      field(8, Buffer.alloc(0)),
    ]);
    return { contentType: protobufType, body };
  }
  return {
    contentType: 'application/json',
    body: JSON.stringify({ swagger: '2.0', info, paths: {}, definitions: {} }),
  };
}

/** A length-delimited protobuf field of less than 128 bytes. */
function field(number: number, bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([number * 8 + 2, bytes.length]), bytes]);
}

/**
 * `GET /openapi/v3` and the documents it names: enough for `kubectl explain` and
 * for kubectl to see that the server checks fields itself.
 *
 * @internal
 */
export function openApiV3(
  path: string,
  types: ResourceType[],
): object | undefined {
  const root = '/openapi/v3';
  if (path === root) {
    const paths = types.map(type => {
      const key = groupPath(type);
      return [key, { serverRelativeURL: `${root}/${key}` }] as const;
    });
    return { paths: Object.fromEntries(paths) };
  }
  const key = path.slice(root.length + 1);
  const served = types.filter(type => groupPath(type) === key);
  if (!served.length) {
    return undefined;
  }
  return {
    openapi: '3.0.0',
    info,
    paths: Object.fromEntries(served.map(pathOf)),
    components: { schemas: Object.fromEntries(served.map(schemaOf)) },
  };
}

function groupPath(type: ResourceType): string {
  const version = apiVersionOf(type.group, type.version);
  return type.group ? `apis/${version}` : `api/${version}`;
}

function groupVersionKind({ group, version, kind }: ResourceType) {
  return { group, version, kind };
}

function schemaName(type: ResourceType): string {
  const host = (type.group || 'core').split('.').reverse().join('.');
  return `${host}.${type.version}.${type.kind}`;
}

function pathOf(type: ResourceType): [string, object] {
  const scope = type.namespaced ? '/namespaces/{namespace}' : '';
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation'].map(
    name => ({ name, in: 'query', schema: { type: 'string' } }),
  );
  const schema = { $ref: `#/components/schemas/${schemaName(type)}` };
  const responses = {
    200: { description: 'OK', content: { 'application/json': { schema } } },
  };
  const kind = { 'x-kubernetes-group-version-kind': groupVersionKind(type) };
  return [
    `/${groupPath(type)}${scope}/${type.resource}/{name}`,
    {
      get: { ...kind, 'x-kubernetes-action': 'get', responses },
      put: { ...kind, 'x-kubernetes-action': 'put', parameters, responses },
      patch: { ...kind, 'x-kubernetes-action': 'patch', parameters, responses },
    },
  ];
}

function schemaOf(type: ResourceType): [string, object] {
  return [
    schemaName(type),
    {
      type: 'object',
      ...type.schema,
      'x-kubernetes-group-version-kind': [groupVersionKind(type)],
    },
  ];
}
