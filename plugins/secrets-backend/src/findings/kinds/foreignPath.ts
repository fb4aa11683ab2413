import { planned } from '../changes';
import { Detector } from '../types';

/** A reference that points outside the part of the store that belongs to its namespace. */
export const foreignPath: Detector = {
  kind: 'ForeignPath',
  *detect(view) {
    for (const row of view.rows) {
      const foreign = row.remoteRefs.filter(({ key }) =>
        view.isForeign(row, key),
      );
      if (foreign.length === 0 || view.runningOn(row.namespace, row.name)) {
        continue;
      }
      const found = {
        kind: 'ForeignPath' as const,
        identity: [row.uid],
        namespace: row.namespace,
        name: row.name,
        row,
        plane: row.targetPlane,
        keys: foreign.map(({ secretKey }) => secretKey),
        since: new Date(row.createdAt),
      };
      const permitted = foreign.map(({ key }) => view.permittedBy(row, key));
      if (permitted.every(by => by !== undefined)) {
        yield {
          ...found,
          severity: 'info',
          sentence: `This link points outside the part of the store that belongs to its namespace. That was permitted to ${permitted[0]}, who made it.`,
          remedy: 'Delete the link when nobody needs it any more.',
        };
        continue;
      }
      yield {
        ...found,
        severity: row.managed ? 'error' : 'warning',
        sentence:
          'This reference points outside the part of the store that belongs to its namespace, so it may hand over what belongs to somebody else. What stands there is neither changed nor deleted by this portal.',
        remedy: row.managed
          ? 'Remove the reference, and make the secret anew in its own place.'
          : 'Whoever made it has to say why. It can be adopted by who may link paths of others, or removed where it was made.',
        repairs: row.managed
          ? {
              remove: {
                needs: 'delete',
                means: { type: 'remove-reference', uid: row.uid },
                changes: [
                  planned(
                    'delete',
                    'SecretReference',
                    'The reference is deleted.',
                  ),
                  planned(
                    'keep',
                    'StoreEntry',
                    'What it points to is left as it is.',
                  ),
                ],
              },
            }
          : {},
      };
    }
  },
};
