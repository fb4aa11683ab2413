import { FieldProblem } from '@strongroom/backstage-plugin-secrets-common';
import {
  FIELD_MANAGER,
  ForeignWrite,
  isStoreError,
  programOf,
  SecretStore,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretsError } from '../../errors';
import { RecordReader } from '../../record';
import { SecretReference, SecretRow } from '../../references';
import { SeenSecret, tagOf } from '../views/etagOf';
import { OwnWrites } from './OwnWrites';

/** What a conflict is explained from. */
export interface Conflict {
  /** What the caller saw. */
  seen: SeenSecret[];
  reference: SecretReference;
  row: SecretRow;
  history: RecordReader;
  /** Absent when the plane cannot be asked. */
  store?: SecretStore;
  ref: StoredSecretRef;
}

/** Says which keys came, went and changed since somebody looked, and by whom, as far as anything tells. */
export async function explainConflict(
  conflict: Conflict,
): Promise<SecretsError> {
  const { seen, row, reference, history } = conflict;
  const [base] = seen;
  const [own, foreign, compared] = await Promise.all([
    OwnWrites.since(history, row, base?.operationId),
    foreignWrites(conflict),
    comparedKeys(conflict, base),
  ]);
  const before = base?.keys;
  const added = before ? row.keys.filter(key => !before.includes(key)) : [];
  const removed = before?.filter(key => !row.keys.includes(key)) ?? [];
  const changed = new Set(
    [...own.keys(), ...foreign.flatMap(({ keys }) => keys), ...compared].filter(
      key => row.keys.includes(key) && !added.includes(key),
    ),
  );
  const editor = editorOf(reference);
  const by = (key: string) =>
    own.writerOf(key) ??
    foreign.find(({ keys }) => keys.includes(key))?.by ??
    editor;
  const told = (keys: Iterable<string>, verb: string) =>
    [...keys].map(key => ({
      field: `data.${key}`,
      message: sentence(verb, by(key)),
    }));
  const keys = [
    ...told(added, 'Added'),
    ...told(removed, 'Removed'),
    ...told([...changed].sort(), 'Changed'),
  ];
  const successor = own.successorOf();
  const rest = successor
    ? { field: 'name', message: sentence('Created anew', successor) }
    : withoutKeys(conflict, own.lastWriter() ?? editor);
  return new SecretsError(
    'VersionConflict',
    'The secret was changed in the meantime. Reload it and try again.',
    { details: keys.length > 0 && !successor ? keys : [rest, ...keys] },
  );
}

/** What there is to say where no key is known to have changed. */
function withoutKeys(
  { seen: [base], row }: Conflict,
  by: string | undefined,
): FieldProblem {
  if (base?.tag !== tagOf(row)) {
    return { field: 'metadata', message: sentence('Changed', by) };
  }
  return {
    field: 'data',
    message: base.version
      ? 'Its value was written to, or an interrupted change of it was taken back. Which keys differ, if any, cannot be told.'
      : 'Its plane or store did not answer when it was read, so whether its value was changed since cannot be told.',
  };
}

function sentence(verb: string, by: string | undefined): string {
  return by ? `${verb} by ${by}.` : `${verb} by somebody else.`;
}

async function foreignWrites({
  store,
  ref,
}: Conflict): Promise<ForeignWrite[]> {
  try {
    return (await store?.describe(ref))?.foreignWrites ?? [];
  } catch (error) {
    return unknownIfUnread(error);
  }
}

/** Keys whose values differ, where the driver keeps versions. */
async function comparedKeys(
  { store, ref }: Conflict,
  base: SeenSecret | undefined,
): Promise<string[]> {
  try {
    const versions = base?.version ? await store?.versions(ref) : undefined;
    const against = versions?.find(({ version }) => version === base?.version);
    const current = versions?.find(version => version.current);
    if (!store || !against || !current || against === current) {
      return [];
    }
    const [found] = await store.compare(ref, {
      versions: [current.id],
      against: against.id,
    });
    return found?.changes?.changed ?? [];
  } catch (error) {
    return unknownIfUnread(error);
  }
}

function unknownIfUnread(error: unknown): [] {
  if (!isStoreError(error)) {
    throw error;
  }
  return [];
}

/** Who else wrote the reference last, if nobody of ours did after that. */
function editorOf({ metadata }: SecretReference): string | undefined {
  const [last] = (metadata.managedFields ?? [])
    .filter(({ subresource, time }) => subresource !== 'status' && time)
    .sort((one, other) => (one.time! < other.time! ? 1 : -1));
  return last && last.manager !== FIELD_MANAGER
    ? programOf(last.manager)
    : undefined;
}
