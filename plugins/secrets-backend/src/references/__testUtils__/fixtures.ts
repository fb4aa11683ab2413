import {
  ObservedSecret,
  PushObservation,
} from '@strongroom/backstage-plugin-secrets-node';
import { buildReference } from '../buildReference';
import { projectReference } from '../projectReference';
import {
  ReferenceIntent,
  ReferenceSettings,
  SecretReference,
  SecretRow,
} from '../types';
import { DEFAULT_GITOPS_MARKERS } from '../gitOpsMarkers';

export const CREATED_AT = '2026-11-22T10:00:00.000Z';

export const SETTINGS: ReferenceSettings = {
  managedBy: 'openchoreo-api',
  gitOps: [...DEFAULT_GITOPS_MARKERS],
};

/** What the portal writes for `acme/db`, or what is asked for instead. */
export function anIntent(
  overrides: Partial<ReferenceIntent> = {},
): ReferenceIntent {
  const { namespace = 'acme', name = 'db' } = overrides;
  return {
    namespace,
    name,
    type: 'Opaque',
    targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
    keys: ['username', 'password'],
    remoteKey: `secret/${namespace}/generic/${name}`,
    managedBy: 'openchoreo-api',
    operationId: `op-${name}`,
    createdBy: 'user:default/developer',
    now: CREATED_AT,
    ...overrides,
  };
}

let version = 1_000;

/** The same as the API server answers it. */
export function aReference(
  overrides: Partial<ReferenceIntent> = {},
  metadata: Partial<SecretReference['metadata']> = {},
): SecretReference {
  const built = buildReference(anIntent(overrides));
  const { namespace, name } = built.metadata;
  version += 1;
  return {
    ...built,
    metadata: {
      ...built.metadata,
      uid: `uid-${namespace}-${name}`,
      resourceVersion: String(version),
      creationTimestamp: '2026-11-22T10:00:00Z',
      ...metadata,
    },
  };
}

/** The row that is kept of it. */
export function aRow(
  overrides: Partial<ReferenceIntent> = {},
  changes: Partial<SecretRow> = {},
): SecretRow {
  return { ...projectReference(aReference(overrides), SETTINGS), ...changes };
}

/** What the driver tells of `acme/db`, or of what is asked for instead. */
export function anObservation(
  push: Partial<PushObservation> = {},
  overrides: Partial<ObservedSecret> = {},
): ObservedSecret {
  const { namespace = 'acme', name = 'db' } = overrides;
  return {
    namespace,
    name,
    uid: `push-uid-${name}`,
    resourceVersion: '1',
    remoteKeys: [`secret/${namespace}/generic/${name}`],
    keys: ['password', 'username'],
    push: { state: 'Synced', since: new Date(CREATED_AT), ...push },
    ...overrides,
  };
}
