import { Detector } from '../types';
import { describeOrphan, orphans } from './orphans';

/**
 * A value with the mark of this installation that no reference names. Only drivers that write into the store themselves
 * can see one: what stands in a store behind External Secrets is known by its PushSecret alone.
 */
export const orphanedValue: Detector = {
  kind: 'OrphanedValue',
  *detect(view) {
    for (const orphan of orphans(view, 'direct')) {
      yield {
        ...describeOrphan(orphan, view),
        kind: 'OrphanedValue',
        sentence:
          'The store holds a value of this portal that no secret reference names.',
      };
    }
  },
};
