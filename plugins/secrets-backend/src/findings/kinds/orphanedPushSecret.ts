import { Detector } from '../types';
import { explainUnremovable } from './orphanRepairs';
import { describeOrphan, orphans } from './orphans';

/** A PushSecret, with or without its Secret, that no reference names: such as OpenChoreo's older delete leaves behind. */
export const orphanedPushSecret: Detector = {
  kind: 'OrphanedPushSecret',
  *detect(view) {
    for (const orphan of orphans(view, 'push')) {
      yield {
        ...describeOrphan(orphan, view),
        kind: 'OrphanedPushSecret',
        sentence:
          'A PushSecret keeps a value in the store that no secret reference names. It may be left of a deletion, or of a creation that failed.',
        remedy: explainUnremovable(orphan),
      };
    }
  },
};
