import {
  checkKeys,
  explainSecretKey,
  FieldProblem,
  SECRET_TYPES,
  SecretDetails,
  SecretPatch,
  SecretType,
  Value,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretValues } from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../../clusters/types';
import { SecretsSettings } from '../../config';
import { ReferenceChange, SecretRow } from '../../references';
import { checkContent } from '../content';
import { pinnedKeys, pinsMoved } from '../versions/pins';
import { checkMetadata, problem } from './checkMetadata';
import { tooManyKeys } from './prepareDraft';
import { readValues, toStored } from './readValues';

/** Certificate and key are one thing in two parts: readers must never see one without the other. */
const PAIR = ['tls.crt', 'tls.key'] as const;

/** What is asked to become of a secret. */
export type WantedChange = SecretPatch & {
  /** The keys sent are all that there are afterwards. */
  replace?: boolean;
};

/** A change that was looked at: what would be made, or what is wrong with it. */
export interface PreparedChange {
  /** What becomes of the reference; who changes it and when is not known here. */
  change: Omit<ReferenceChange, 'updatedBy' | 'updatedAt' | 'remoteKey'>;
  /** Bytes for the store. */
  values: SecretValues;
  /** Public halves of the key pairs that were made, by key. */
  generated?: SecretDetails['generated'];
  errors: FieldProblem[];
  contentErrors: FieldProblem[];
  warnings: FieldProblem[];
}

/** Keys that a change gives values to, and keys that it takes away; sorted. */
export function keysOf(
  row: Pick<SecretRow, 'keys'>,
  { data = {}, replace }: WantedChange,
): { set: string[]; remove: string[] } {
  const sent = Object.keys(data).sort();
  const set = sent.filter(key => data[key] !== null);
  return {
    set,
    remove: replace
      ? row.keys.filter(key => !set.includes(key))
      : sent.filter(key => data[key] === null),
  };
}

/** Names of what a change says besides the values. */
export function metadataOf(wanted: WantedChange): string[] {
  const { data: _, replace: __, ...metadata } = wanted;
  return Object.keys(metadata);
}

/** Checks everything about a change that can be checked without a call. What is not sent stays unseen, and unchecked. */
export function prepareChange(
  row: SecretRow,
  wanted: WantedChange,
  options: {
    /** Needed for values only. */
    plane?: ConnectedPlane;
    settings: SecretsSettings;
    now: Date;
  },
): PreparedChange {
  const { plane, settings, now } = options;
  const { data = {}, replace, ...metadata } = wanted;
  const { set, remove } = keysOf(row, wanted);
  const sent = new Map(
    Object.entries(data).filter(
      (entry): entry is [string, Value] => entry[1] !== null,
    ),
  );
  const read = readValues(Object.fromEntries(sent));
  const type = knownType(row.type);
  const content =
    plane &&
    checkContent({
      type,
      values: read.values,
      storedAs: read.storedAs,
      capabilities: plane.driver.capabilities,
      maxBytes: plane.maxBytes,
      now,
    });
  const keys = checkChangedKeys(row, { set, remove, type, replace });
  return {
    change: {
      set,
      remove: replace ? [] : remove,
      ...(replace && { replace }),
      asBase64: Object.keys(read.storedAs),
      ...metadata,
      // what is empty says nothing, and is not kept
      ...(metadata.description === '' && { description: null }),
      ...(metadata.owner === '' && { owner: null }),
    },
    values: toStored(read),
    generated: read.generated,
    errors: [
      ...checkMetadata(metadata, now),
      ...keys.errors,
      ...tooManyKeys(
        keys.left.length,
        Math.max(settings.installation.limits.keys, row.keys.length),
      ),
      ...read.errors,
    ],
    contentErrors: content?.errors ?? [],
    warnings: [
      ...keys.warnings,
      ...(content?.warnings ?? []),
      ...pinsMoved(pinnedKeys(row, set)),
    ],
  };
}

/** Checks the keys that a change touches, and what is left then; what was wrong before is not the caller's to mend. */
function checkChangedKeys(
  row: SecretRow,
  change: {
    set: string[];
    remove: string[];
    type: SecretType;
    replace?: boolean;
  },
): { left: string[]; errors: FieldProblem[]; warnings: FieldProblem[] } {
  const { set, remove, type, replace } = change;
  const kept = replace ? [] : row.keys.filter(key => !remove.includes(key));
  const left = [...new Set([...kept, ...set])].sort();
  const touched = new Set([...set, ...remove].map(key => `data.${key}`));
  const concerns = ({ field }: FieldProblem) =>
    replace === true || touched.has(field);
  const found = checkKeys(type, left);
  return {
    left,
    errors: [
      ...found.errors.filter(concerns),
      ...(replace ? [] : remove.flatMap(key => checkRemoved(row, key))),
      ...(type === 'kubernetes.io/tls' ? checkPair(set) : []),
      ...problem(
        'data',
        left.length === 0
          ? 'A secret needs a key at least. Delete the secret instead.'
          : undefined,
      ),
    ],
    warnings: found.warnings.filter(concerns),
  };
}

function checkRemoved({ keys }: SecretRow, key: string): FieldProblem[] {
  return problem(
    `data.${key}`,
    explainSecretKey(key) ??
      (keys.includes(key) ? undefined : 'The secret has no such key.'),
  );
}

function checkPair(set: string[]): FieldProblem[] {
  const missing = PAIR.filter(key => !set.includes(key));
  return missing.length === 1
    ? problem(
        `data.${missing[0]}`,
        `"${PAIR[0]}" and "${PAIR[1]}" belong together: send both.`,
      )
    : [];
}

/** Others make secrets of more types than are offered: of those nothing is known that could be checked. */
export function knownType(type: string): SecretType {
  return SECRET_TYPES.find(known => known === type) ?? 'Opaque';
}
