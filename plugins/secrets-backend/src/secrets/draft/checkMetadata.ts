import {
  checkLabels,
  explainDuration,
  explainEntityRef,
  FieldProblem,
} from '@strongroom/backstage-plugin-secrets-common';
import { LONE_SURROGATE } from './readValues';

/** What describes a secret and can be changed; `null` takes it away. */
export interface Metadata {
  labels?: Record<string, string | null>;
  description?: string | null;
  owner?: string | null;
  expiresAt?: string | null;
  refreshInterval?: string | null;
}

/** Checks what describes a secret, in a draft as in a change. */
export function checkMetadata(metadata: Metadata, now: Date): FieldProblem[] {
  const { labels, description, owner, expiresAt, refreshInterval } = metadata;
  const named = Object.entries(labels ?? {}).map(([key, value]) => [
    key,
    value ?? '',
  ]);
  return [
    ...checkLabels(Object.fromEntries(named), 'labels'),
    ...problem('description', explainText(description ?? undefined)),
    ...problem('owner', owner ? explainEntityRef(owner) : undefined),
    ...problem(
      'refreshInterval',
      refreshInterval ? explainDuration(refreshInterval) : undefined,
    ),
    ...problem(
      'expiresAt',
      expiresAt && Date.parse(expiresAt) <= now.getTime()
        ? 'The expiry lies in the past.'
        : undefined,
    ),
  ];
}

/** Says whether a text would not come out as it went in: half of a character pair has no UTF-8. */
export function explainText(text: string | undefined): string | undefined {
  return text !== undefined && LONE_SURROGATE.test(text)
    ? 'This text has half of a character pair and cannot be kept as UTF-8.'
    : undefined;
}

/** A problem of a field, when there is one. */
export function problem(
  field: string,
  message: string | undefined,
): FieldProblem[] {
  return message ? [{ field, message }] : [];
}
