import {
  checkKeys,
  FieldProblem,
  LinkDraft,
  OPTIONAL_KEYS,
  REQUIRED_KEYS,
  SecretType,
} from '@strongroom/backstage-plugin-secrets-common';
import { LinkedKey } from '@strongroom/backstage-plugin-secrets-node';
import { LinkKeys } from './types';

/** The keys that a link gets, or what is wrong with those that were asked for. */
export interface ChosenKeys {
  keys: LinkedKey[];
  errors: FieldProblem[];
  warnings: FieldProblem[];
}

/** Keys that a link may touch, as far as they are known before its source is looked at; `all` when nobody can tell. */
export function touchedKeys({
  type,
  keys,
}: Pick<LinkDraft, 'type' | 'keys'>): string[] | 'all' {
  switch (keys.mode) {
    case 'mapping':
      return Object.keys(keys.mapping ?? {});
    case 'declared':
      return [...REQUIRED_KEYS[type], ...OPTIONAL_KEYS[type]];
    default:
      return 'all';
  }
}

/**
 * Chooses single keys: a whole source is never linked as one thing, because what is in it may change.
 *
 * @param present - names of the keys of the source; `undefined` when nobody tells them
 */
export function chooseKeys(
  type: SecretType,
  { mode, mapping }: LinkKeys,
  present: string[] | undefined,
): ChosenKeys {
  if (mode === 'mapping') {
    return checked(type, fromMapping(mapping ?? {}), present);
  }
  if (mapping) {
    return refused(
      'keys.mapping',
      'A mapping goes with the mode "mapping" only.',
    );
  }
  if (mode === 'declared') {
    return REQUIRED_KEYS[type].length === 0
      ? refused('keys.mode', `The type ${type} declares no keys: name them.`)
      : checked(type, declared(type, present), present);
  }
  return present
    ? checked(type, present.map(same), present)
    : refused(
        'keys.mode',
        'The names of all keys cannot be told from here: name those that are to be linked.',
      );
}

function fromMapping(mapping: Record<string, string>): LinkedKey[] {
  return Object.entries(mapping).map(([key, sourceKey]) => ({
    key,
    sourceKey,
  }));
}

/** What readers of the type know as well is linked where it is there for certain. */
function declared(type: SecretType, present: string[] = []): LinkedKey[] {
  const optional = OPTIONAL_KEYS[type].filter(key => present.includes(key));
  return [...REQUIRED_KEYS[type], ...optional].map(same);
}

function checked(
  type: SecretType,
  keys: LinkedKey[],
  present: string[] | undefined,
): ChosenKeys {
  const named = checkKeys(
    type,
    keys.map(({ key }) => key),
  );
  const missing = keys
    .filter(({ sourceKey }) => present && !present.includes(sourceKey))
    .map(({ key, sourceKey }) => ({
      field: `keys.mapping.${key}`,
      message: `There is no key "${sourceKey}" where the value is.`,
    }));
  const none =
    keys.length === 0
      ? [{ field: 'keys', message: 'There is no key to link.' }]
      : [];
  return {
    keys,
    errors: [...none, ...named.errors.map(asLinked), ...missing],
    warnings: named.warnings.map(asLinked),
  };
}

function refused(field: string, message: string): ChosenKeys {
  return { keys: [], errors: [{ field, message }], warnings: [] };
}

function same(key: string): LinkedKey {
  return { key, sourceKey: key };
}

/** A link has a mapping where a secret of ours has values. */
function asLinked({ field, message }: FieldProblem): FieldProblem {
  return { field: field.replace(/^data\./, 'keys.mapping.'), message };
}
