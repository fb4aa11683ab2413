import {
  canonicaliseDuration,
  checkAnnotations,
  checkKeys,
  checkLabels,
  explainLabelValue,
  explainSecretName,
  FieldProblem,
  SecretDetails,
  SecretDraft,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretValues } from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../../clusters/types';
import { SecretsSettings } from '../../config';
import { ReferenceIntent, STRONGROOM } from '../../references';
import { checkContent } from '../content';
import { checkMetadata, explainText, problem } from './checkMetadata';
import { checkOffered } from './checkOffered';
import { readValues, toStored } from './readValues';
import { remoteKeyOf } from './remoteKeyOf';

/** A draft that was looked at: what would be made, or what is wrong with it. */
export interface PreparedDraft {
  /** What the reference is made from; who makes it and when is not known here. */
  reference: Omit<
    ReferenceIntent,
    'operationId' | 'createdBy' | 'now' | 'namespace'
  > & { namespace: string };
  /** Bytes for the store. */
  values: SecretValues;
  /** Public halves of the key pairs that were made, by key. */
  generated?: SecretDetails['generated'];
  /** What is wrong with names, attributes and sizes. */
  errors: FieldProblem[];
  /** What is wrong with the material itself. */
  contentErrors: FieldProblem[];
  /** What is doubtful, and blocks nothing. */
  warnings: FieldProblem[];
}

/** Name of the secret that a draft is for: its own, or made from its component. */
export function nameOf(
  draft: SecretDraft,
  nameTemplate: string | undefined,
): string {
  if (draft.name === undefined && draft.component && nameTemplate) {
    return nameTemplate.replaceAll('{component}', draft.component);
  }
  return draft.name ?? '';
}

/** Checks everything about a draft that can be checked without a call. */
export function prepareDraft(
  namespace: string,
  draft: SecretDraft,
  options: { plane: ConnectedPlane; settings: SecretsSettings; now: Date },
): PreparedDraft {
  const { plane, settings, now } = options;
  const name = nameOf(draft, settings.nameTemplate);
  const keys = Object.keys(draft.data).sort();
  const read = readValues(draft.data);
  const keyProblems = checkKeys(draft.type, keys);
  const content = checkContent({
    type: draft.type,
    values: read.values,
    storedAs: read.storedAs,
    capabilities: plane.driver.capabilities,
    maxBytes: plane.maxBytes,
    now,
  });
  const { type, project, component } = draft;
  const remoteKey = remoteKeyOf(
    { namespace, name, type, project, component },
    options,
  );
  return {
    reference: {
      namespace,
      name,
      type: draft.type,
      category: draft.category ?? 'generic',
      targetPlane: draft.targetPlane,
      keys,
      remoteKey: remoteKey.path,
      managedBy: remoteKey.isDefault
        ? settings.references.managedBy
        : STRONGROOM,
      labels: draft.labels,
      description: draft.description,
      owner: draft.owner,
      project: draft.project,
      component: draft.component,
      template: draft.template,
      expiresAt: draft.expiresAt,
      refreshInterval:
        draft.refreshInterval && canonicaliseDuration(draft.refreshInterval),
      storedAs: read.storedAs,
    },
    values: toStored(read),
    generated: read.generated,
    errors: [
      ...checkAttributes(namespace, name, draft, options),
      ...remoteKey.errors,
      ...keyProblems.errors,
      ...tooManyKeys(keys.length, settings.installation.limits.keys),
      ...read.errors,
    ],
    contentErrors: content.errors,
    warnings: [...keyProblems.warnings, ...content.warnings],
  };
}

function checkAttributes(
  namespace: string,
  name: string,
  draft: SecretDraft,
  options: { plane: ConnectedPlane; settings: SecretsSettings; now: Date },
): FieldProblem[] {
  const { plane, settings, now } = options;
  return [
    ...problem(
      'name',
      explainSecretName(name) ??
        plane.driver.explainName?.({ namespace, name }),
    ),
    ...checkOffered(draft, settings),
    ...checkLabels(draft.template?.labels ?? {}, 'template.labels'),
    ...checkAnnotations(
      draft.template?.annotations ?? {},
      'template.annotations',
    ),
    ...Object.entries(draft.template?.annotations ?? {}).flatMap(
      ([key, value]) =>
        problem(`template.annotations.${key}`, explainText(value)),
    ),
    ...checkMetadata(draft, now),
    ...checkOwners(draft),
  ];
}

/** Checks what a secret belongs to in OpenChoreo, which its reference has as labels. */
export function checkOwners({
  project,
  component,
}: Pick<SecretDraft, 'project' | 'component'>): FieldProblem[] {
  return [
    ...problem('project', project && explainLabelValue(project)),
    ...problem('component', component && explainLabelValue(component)),
  ];
}

/** Says that a secret would have more keys than this installation takes. */
export function tooManyKeys(
  count: number,
  limit: number,
  field: string = 'data',
): FieldProblem[] {
  return problem(
    field,
    count > limit
      ? `A secret may have at most ${limit} keys here; this one has ${count}.`
      : undefined,
  );
}
