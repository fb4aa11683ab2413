import { apiVersionOf, ResourceType } from '../resources/ResourceType';

const verbs = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];

/** What `GET /version` tells. @internal */
export const serverVersion = {
  major: '1',
  minor: '35',
  gitVersion: 'v1.35.0+embedded',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: '',
};

/**
 * The discovery documents, by path.
 *
 * @returns `undefined` for other paths
 * @internal
 */
export function discover(
  path: string,
  types: ResourceType[],
): object | undefined {
  const [root, group, version, ...rest] = path.split('/').filter(Boolean);
  if (root === 'api' && version === undefined) {
    return group === undefined
      ? {
          kind: 'APIVersions',
          versions: ['v1'],
          serverAddressByClientCIDRs: [],
        }
      : resourceList('', group, types);
  }
  if (root !== 'apis' || rest.length) {
    return undefined;
  }
  if (group === undefined) {
    const groups = new Set(types.map(type => type.group).filter(Boolean));
    return {
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [...groups].map(name => groupOf(name, types)),
    };
  }
  if (version !== undefined) {
    return resourceList(group, version, types);
  }
  return types.some(type => type.group === group)
    ? { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group, types) }
    : undefined;
}

function groupOf(name: string, types: ResourceType[]) {
  const names = types
    .filter(type => type.group === name)
    .map(type => type.version);
  const versions = [...new Set(names)]
    .sort(newestFirst)
    .map(version => ({ groupVersion: apiVersionOf(name, version), version }));
  return { name, versions, preferredVersion: versions[0] };
}

/** Stable versions before beta before alpha, higher numbers first. */
function newestFirst(a: string, b: string): number {
  const rank = (version: string) => {
    const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version);
    const stage = { alpha: 1, beta: 2 }[match?.[2] ?? ''] ?? 3;
    return (
      stage * 1e6 + Number(match?.[1] ?? 0) * 1e3 + Number(match?.[3] ?? 0)
    );
  };
  return rank(b) - rank(a);
}

function resourceList(group: string, version: string, types: ResourceType[]) {
  const served = types.filter(
    type => type.group === group && type.version === version,
  );
  if (!served.length) {
    return undefined;
  }
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(group, version),
    resources: served.flatMap(type => [
      {
        name: type.resource,
        singularName: type.singular,
        namespaced: type.namespaced,
        kind: type.kind,
        verbs,
        ...(type.shortNames.length ? { shortNames: type.shortNames } : {}),
        ...(type.categories.length ? { categories: type.categories } : {}),
      },
      ...(type.hasStatus
        ? [
            {
              name: `${type.resource}/status`,
              singularName: '',
              namespaced: type.namespaced,
              kind: type.kind,
              verbs: ['get', 'patch', 'update'],
            },
          ]
        : []),
    ]),
  };
}
