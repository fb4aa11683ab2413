import {
  CustomResourceDefinition,
  PrinterColumn,
  StructuralSchema,
} from '../kubernetes/types';

/** Anything goes. @internal */
export const anything: StructuralSchema = {
  'x-kubernetes-preserve-unknown-fields': true,
};

/** An object without described fields. @internal */
export const anyObject: StructuralSchema = { type: 'object', ...anything };

/** @internal */
export const text: StructuralSchema = { type: 'string' };

/** The name of another object. @internal */
export const objectName: StructuralSchema = {
  ...text,
  minLength: 1,
  maxLength: 253,
  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
};

/** The name of a namespace. @internal */
export const namespaceName: StructuralSchema = {
  ...text,
  minLength: 1,
  maxLength: 63,
  pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
};

/** @internal */
export const texts: StructuralSchema = {
  type: 'object',
  additionalProperties: text,
};

/** @internal */
export function object(
  properties: Record<string, StructuralSchema>,
  required: string[] = [],
): StructuralSchema {
  return {
    type: 'object',
    properties,
    ...(required.length ? { required } : {}),
  };
}

/** @internal */
export function list(
  items: StructuralSchema,
  keywords: StructuralSchema = {},
): StructuralSchema {
  return { type: 'array', items, ...keywords };
}

/** @internal */
export function choice(values: string[], byDefault?: string): StructuralSchema {
  return {
    ...text,
    enum: values,
    ...(byDefault === undefined ? {} : { default: byDefault }),
  };
}

/** A `metav1.LabelSelector`. @internal */
export const labelSelector = object({
  matchLabels: texts,
  matchExpressions: list(
    object({ key: text, operator: text, values: list(text) }, [
      'key',
      'operator',
    ]),
  ),
});

/** The conditions of a status. @internal */
export const conditions = list(
  object(
    {
      type: text,
      status: text,
      reason: text,
      message: text,
      observedGeneration: { type: 'integer', format: 'int64' },
      lastTransitionTime: { ...text, format: 'date-time' },
    },
    ['type', 'status'],
  ),
);

/** @internal */
export function columnOf(
  name: string,
  jsonPath: string,
  type: PrinterColumn['type'] = 'string',
): PrinterColumn {
  return { name, type, jsonPath };
}

/** @internal */
export const age = columnOf('Age', '.metadata.creationTimestamp', 'date');

/** Reason and status of the condition `Ready`. @internal */
export const readyColumns = [
  columnOf('Status', '.status.conditions[?(@.type=="Ready")].reason'),
  columnOf('Ready', '.status.conditions[?(@.type=="Ready")].status'),
];

/** @internal */
export interface DefineOptions {
  group: string;
  version: string;
  kind: string;
  plural?: string;
  cluster?: boolean;
  shortNames?: string[];
  categories?: string[];
  spec: StructuralSchema;
  status?: StructuralSchema;
  columns?: PrinterColumn[];
}

/** A definition with one version and a status subresource. @internal */
export function define(options: DefineOptions): CustomResourceDefinition {
  const { group, version, kind, spec } = options;
  const singular = kind.toLowerCase();
  const plural = options.plural ?? `${singular}s`;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      scope: options.cluster ? 'Cluster' : 'Namespaced',
      names: {
        kind,
        plural,
        singular,
        listKind: `${kind}List`,
        shortNames: options.shortNames,
        categories: options.categories,
      },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: object({
              apiVersion: text,
              kind: text,
              metadata: { type: 'object' },
              spec,
              status: options.status ?? anyObject,
            }),
          },
          subresources: { status: {} },
          additionalPrinterColumns: [...(options.columns ?? []), age],
        },
      ],
    },
  };
}
