import {
  CustomResourceDefinition,
  StructuralSchema,
} from '../kubernetes/types';
import {
  anyObject,
  choice,
  columnOf,
  conditions,
  define,
  list,
  object,
  text,
  texts,
} from './schemas';

const group = 'openchoreo.dev';
const version = 'v1alpha1';
const name = { ...text, minLength: 1 };
const withConditions: StructuralSchema = {
  ...object({ conditions }),
  'x-kubernetes-preserve-unknown-fields': true,
};

const secretReference = define({
  group,
  version,
  kind: 'SecretReference',
  spec: object(
    {
      targetPlane: object(
        {
          kind: choice([
            'WorkflowPlane',
            'ClusterWorkflowPlane',
            'DataPlane',
            'ClusterDataPlane',
          ]),
          name,
        },
        ['kind', 'name'],
      ),
      template: object({
        type: choice(
          [
            'Opaque',
            'kubernetes.io/dockercfg',
            'kubernetes.io/dockerconfigjson',
            'kubernetes.io/basic-auth',
            'kubernetes.io/ssh-auth',
            'kubernetes.io/tls',
            'bootstrap.kubernetes.io/token',
          ],
          'Opaque',
        ),
        metadata: object({ annotations: texts, labels: texts }),
      }),
      data: list(
        object(
          {
            secretKey: name,
            remoteRef: object({ key: name, property: text, version: text }, [
              'key',
            ]),
          },
          ['secretKey', 'remoteRef'],
        ),
        { minItems: 1 },
      ),
      refreshInterval: { ...text, default: '1h' },
    },
    ['template', 'data'],
  ),
  status: object({
    conditions,
    lastRefreshTime: { ...text, format: 'date-time' },
    secretStores: list(anyObject),
  }),
  columns: [
    columnOf('Type', '.spec.template.type'),
    columnOf('Plane Kind', '.spec.targetPlane.kind'),
    columnOf('Plane', '.spec.targetPlane.name'),
    columnOf('Refresh', '.spec.refreshInterval'),
  ],
});

function plane(kind: string, cluster: boolean): CustomResourceDefinition {
  return define({
    group,
    version,
    kind,
    cluster,
    spec: {
      ...object({
        planeID: text,
        secretStoreRef: object({ name }, ['name']),
      }),
      'x-kubernetes-preserve-unknown-fields': true,
    },
    status: withConditions,
    columns: [
      columnOf('Plane ID', '.spec.planeID'),
      columnOf('Store', '.spec.secretStoreRef.name'),
    ],
  });
}

function loose(
  kind: string,
  columns: [header: string, jsonPath: string][] = [],
  cluster: boolean = false,
): CustomResourceDefinition {
  return define({
    group,
    version,
    kind,
    cluster,
    spec: anyObject,
    status: withConditions,
    columns: columns.map(([header, jsonPath]) => columnOf(header, jsonPath)),
  });
}

const ownerColumns: [string, string][] = [
  ['Project', '.spec.owner.projectName'],
  ['Component', '.spec.owner.componentName'],
];

/**
 * Resources of OpenChoreo: secret references and planes with their fields, those
 * that only use references without.
 *
 * @see https://openchoreo.dev
 * @public
 */
export const openChoreoDefinitions: CustomResourceDefinition[] = [
  secretReference,
  plane('DataPlane', false),
  plane('ClusterDataPlane', true),
  plane('WorkflowPlane', false),
  plane('ClusterWorkflowPlane', true),
  loose('Project'),
  loose('Component', [['Project', '.spec.owner.projectName']]),
  loose('Environment'),
  loose('Workload', ownerColumns),
  loose('ComponentRelease', ownerColumns),
  loose('ReleaseBinding', [
    ...ownerColumns,
    ['Environment', '.spec.environment'],
  ]),
  loose('WorkflowRun'),
  loose('Workflow'),
  loose('ClusterWorkflow', [], true),
];
