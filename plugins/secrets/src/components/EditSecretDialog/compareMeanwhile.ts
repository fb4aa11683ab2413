import {
  FieldProblem,
  SecretDetails,
} from '@strongroom/backstage-plugin-secrets-common';
import {
  ABOUT_FIELDS,
  aboutOfSecret,
  diffLabels,
  labelsOfSecret,
} from './aboutFields';

/** What somebody else did to a key. @internal */
export interface ForeignKeyChange {
  key: string;
  /** Undefined when only the server knows: its sentence says it. */
  change?: 'added' | 'removed';
  /** What the server says of it. */
  sentence?: string;
}

/** What has been changed between two readings of a secret. @internal */
export interface ForeignChanges {
  keys: ForeignKeyChange[];
  about: ((typeof ABOUT_FIELDS)[number] | 'labels')[];
  /** What else the refusal says. */
  rest: string[];
  /** Who made the last change, and when, where that is known and new. */
  by?: string;
  at?: string;
}

/**
 * Finds what somebody else has changed.
 * @param base - the secret as the viewer knew it
 * @param fresh - the secret as it is now
 * @param problems - what the refusal said, the keys as `data.<key>`
 * @internal
 */
export function compareMeanwhile(
  base: SecretDetails,
  fresh: SecretDetails,
  problems: FieldProblem[],
): ForeignChanges {
  const sentences = new Map(
    problems
      .filter(({ field }) => field.startsWith('data.'))
      .map(({ field, message }) => [field.slice('data.'.length), message]),
  );
  const added = fresh.keys.filter(key => !base.keys.includes(key));
  const removed = base.keys.filter(key => !fresh.keys.includes(key));
  const keys = new Set([...added, ...removed, ...sentences.keys()]);
  const before = aboutOfSecret(base);
  const now = aboutOfSecret(fresh);
  const labels = diffLabels(labelsOfSecret(base), labelsOfSecret(fresh));
  const isNew = fresh.updatedAt !== base.updatedAt;
  return {
    rest: problems
      .filter(({ field }) => !field.startsWith('data.'))
      .map(({ message }) => message),
    keys: [...keys].sort().map(key => ({
      key,
      ...(added.includes(key) && { change: 'added' as const }),
      ...(removed.includes(key) && { change: 'removed' as const }),
      ...(sentences.has(key) && { sentence: sentences.get(key) }),
    })),
    about: [
      ...ABOUT_FIELDS.filter(field => before[field] !== now[field]),
      ...(labels.length > 0 ? (['labels'] as const) : []),
    ],
    ...(isNew && { by: fresh.updatedBy, at: fresh.updatedAt }),
  };
}
