import { PlannedChange } from '@strongroom/backstage-plugin-secrets-common';
import { SecretStore } from '@strongroom/backstage-plugin-secrets-node';
import { ConnectedPlane } from '../../clusters/types';
import { SecretsSettings } from '../../config';
import { SecretsError } from '../../errors';
import { SecretRow, STRONGROOM } from '../../references';
import { isDefaultRemoteKey } from '../draft/remoteKeyOf';
import { stillBeingDeleted } from '../operations/createPlan';
import { PathTarget } from './types';

/** What taking over a reference comes to. */
export interface AdoptionPlan {
  changes: PlannedChange[];
  managedBy: string;
  /** Path of the value; the first where there are several. */
  remoteKey: string;
  /** Keys of a value that becomes ours. */
  keys?: string[];
  /** Of a value that stays somebody else's. */
  target?: PathTarget;
}

/** What an adoption is looked at with. */
export interface ExamineAdoptionOptions {
  plane: ConnectedPlane;
  store: SecretStore;
  settings: SecretsSettings;
  /** Asked before a path outside the namespace's part of the store is taken over. @throws SecretsError */
  requireForeign(): Promise<void>;
}

/**
 * Finds out what taking over a reference would do. Its value becomes ours where the driver can show that what stands
 * belongs to it; otherwise the reference becomes a link, and the value stays somebody else's.
 *
 * @throws SecretsError `NotOwned`, `NotAllowed`, `OperationInProgress`
 */
export async function examineAdoption(
  row: SecretRow,
  options: ExamineAdoptionOptions,
): Promise<AdoptionPlan> {
  const { plane, store, settings } = options;
  const paths = [...new Set(row.remoteRefs.map(({ key }) => key))];
  const [remoteKey] = paths;
  if (!remoteKey) {
    throw new SecretsError(
      'NotOwned',
      'This secret reference names no path in the store, so there is nothing to take over.',
    );
  }
  const isPlain =
    paths.length === 1 &&
    row.remoteRefs.every(
      ({ secretKey, property }) => (property ?? secretKey) === secretKey,
    );
  const sight = isPlain
    ? await store.examine({
        namespace: row.namespace,
        name: row.name,
        remoteKey,
        keys: row.keys,
      })
    : { state: 'referenceOnly' as const };
  switch (sight.state) {
    case 'deleting':
      throw stillBeingDeleted();
    case 'foreign':
      throw new SecretsError(
        'NotOwned',
        `${sight.sentence} It is left as it is.`,
      );
    case 'adoptable': {
      const isDefault = isDefaultRemoteKey({ ...row, path: remoteKey }, plane);
      const managedBy = isDefault ? settings.references.managedBy : STRONGROOM;
      return {
        changes: [referenceChange(row, managedBy), ...sight.effects],
        managedBy,
        remoteKey,
        keys: row.keys,
      };
    }
    default:
      return asLink(row, paths, options);
  }
}

async function asLink(
  row: SecretRow,
  paths: string[],
  { store, requireForeign }: ExamineAdoptionOptions,
): Promise<AdoptionPlan> {
  const { namespace, name } = row;
  const foreign = paths.some(
    remoteKey => !store.locate({ namespace, name, remoteKey }).inside,
  );
  if (foreign) {
    await requireForeign();
  }
  return {
    changes: [
      referenceChange(row, STRONGROOM),
      {
        object: 'StoreEntry',
        action: 'keep',
        sentence: foreign
          ? 'It becomes a link to a path outside the part of the store that belongs to the namespace, and it is kept that this was permitted. The value stays somebody else’s: deleting the link removes the reference only.'
          : 'Nothing of its value stands in the plane, so it becomes a link. The value stays somebody else’s: deleting the link removes the reference only.',
      },
    ],
    managedBy: STRONGROOM,
    remoteKey: paths[0],
    target: { kind: 'path', paths, foreign },
  };
}

function referenceChange(row: SecretRow, managedBy: string): PlannedChange {
  return row.source === 'portal' && row.managedBy === managedBy
    ? {
        object: 'SecretReference',
        action: 'keep',
        sentence:
          'The reference was made or taken over by this portal already.',
      }
    : {
        object: 'SecretReference',
        action: 'update',
        sentence: `The reference gets the label openchoreo.dev/managed-by: ${managedBy} and annotations that say who took it over. Its keys and paths stay as they are.`,
      };
}
