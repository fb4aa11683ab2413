import { FieldProblem } from '@strongroom/backstage-plugin-secrets-common';
import { SecretsError } from '../errors';
import { SecretRow } from '../references';
import { keysOf, metadataOf, WantedChange } from './draft/prepareChange';
import { refuseOlderGit } from './refuseOlderGit';
import { pinnedKeys } from './versions/pins';

const FROM_GIT = 'This comes from Git. Change it there.';
const PINNED_BY_GIT =
  'The reference in Git names a version of this key, which its readers go on reading. Take it out there first.';

/**
 * Refuses a change of what is somebody else's: of references that were made by hand, and of everything but the values
 * of a reference that comes from Git.
 *
 * @throws SecretsError `NotOwned`, with the fields that cannot be changed
 */
export function refuseForeignChange(
  row: SecretRow,
  wanted: WantedChange,
): void {
  refuseOlderGit(row);
  if (row.source === 'manual' || !row.targetPlane) {
    throw new SecretsError(
      'NotOwned',
      'This secret reference was made by hand. It is left to whoever made it.',
    );
  }
  const details = [
    ...(row.source === 'gitops' ? fixedByGit(row, wanted) : []),
    ...keptElsewhere(row, wanted),
  ];
  if (details.length > 0) {
    throw new SecretsError(
      'NotOwned',
      row.source === 'gitops'
        ? 'This secret reference comes from Git: here the values of its keys can be set, and nothing else.'
        : 'Some keys of this secret reference get their values from elsewhere in the store.',
      { details },
    );
  }
}

function fixedByGit(row: SecretRow, wanted: WantedChange): FieldProblem[] {
  const { set, remove } = keysOf(row, wanted);
  const keys = set.filter(
    key =>
      !row.keys.includes(key) ||
      (wanted.data?.[key]?.storeAs !== undefined) !==
        Object.hasOwn(row.storedAs, key),
  );
  return [
    ...[
      ...metadataOf(wanted),
      ...[...keys, ...remove].map(key => `data.${key}`),
    ].map(field => ({ field, message: FROM_GIT })),
    ...pinnedKeys(row, set).map(key => ({
      field: `data.${key}`,
      message: PINNED_BY_GIT,
    })),
  ];
}

/** A key whose value is kept under another name is none of those that would be written. */
function keptElsewhere(row: SecretRow, wanted: WantedChange): FieldProblem[] {
  const { set } = keysOf(row, wanted);
  return row.remoteRefs
    .filter(
      ({ secretKey, property }) =>
        set.includes(secretKey) && property !== secretKey,
    )
    .map(({ secretKey }) => ({
      field: `data.${secretKey}`,
      message: 'Its value is kept under another name in the store.',
    }));
}
