import {
  canonicaliseDuration,
  checkAnnotations,
  checkKeys,
  checkLabels,
  explainDuration,
  explainEntityRef,
  explainLabelValue,
  explainSecretName,
  FieldProblem,
  SecretDraft,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretValues } from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../../clusters/types';
import { SecretsSettings } from '../../config';
import { ReferenceIntent, STRONGROOM } from '../../references';
import { checkContent } from '../content';
import { LONE_SURROGATE, readValues, toStored } from './readValues';
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
  const { types, categories } = settings.installation;
  const category = draft.category ?? 'generic';
  return [
    ...problem(
      'name',
      explainSecretName(name) ??
        plane.driver.explainName?.({ namespace, name }),
    ),
    ...problem(
      'type',
      types.includes(draft.type)
        ? undefined
        : 'This type is not offered in this installation.',
    ),
    ...problem(
      'category',
      categories.includes(category)
        ? undefined
        : 'This category is not offered in this installation.',
    ),
    ...checkLabels(draft.labels ?? {}, 'labels'),
    ...checkLabels(draft.template?.labels ?? {}, 'template.labels'),
    ...checkAnnotations(
      draft.template?.annotations ?? {},
      'template.annotations',
    ),
    ...problem('description', explainText(draft.description)),
    ...Object.entries(draft.template?.annotations ?? {}).flatMap(
      ([key, value]) =>
        problem(`template.annotations.${key}`, explainText(value)),
    ),
    ...problem('owner', draft.owner && explainEntityRef(draft.owner)),
    ...problem(
      'refreshInterval',
      draft.refreshInterval && explainDuration(draft.refreshInterval),
    ),
    ...problem(
      'expiresAt',
      draft.expiresAt && Date.parse(draft.expiresAt) <= now.getTime()
        ? 'The expiry lies in the past.'
        : undefined,
    ),
    ...problem('project', draft.project && explainLabelValue(draft.project)),
    ...problem(
      'component',
      draft.component && explainLabelValue(draft.component),
    ),
  ];
}

/** Says whether a text would not come out as it went in: half of a character pair has no UTF-8. */
function explainText(text: string | undefined): string | undefined {
  return text !== undefined && LONE_SURROGATE.test(text)
    ? 'This text has half of a character pair and cannot be kept as UTF-8.'
    : undefined;
}

function tooManyKeys(count: number, limit: number): FieldProblem[] {
  return problem(
    'data',
    count > limit
      ? `A secret may have at most ${limit} keys here; this one has ${count}.`
      : undefined,
  );
}

function problem(field: string, message: string | undefined): FieldProblem[] {
  return message ? [{ field, message }] : [];
}
