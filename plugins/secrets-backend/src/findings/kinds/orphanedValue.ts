import { Detector } from '../types';
import { orphans } from './orphanedPushSecret';
import { orphanRepairs } from './orphanRepairs';

/**
 * A value with the mark of this installation that no reference names. Only drivers that write into the store themselves
 * can see one: what stands in a store behind External Secrets is known by its PushSecret alone.
 */
export const orphanedValue: Detector = {
  kind: 'OrphanedValue',
  *detect(view) {
    for (const orphan of orphans(view, 'direct')) {
      const { observed, at } = orphan;
      yield {
        kind: 'OrphanedValue',
        severity: 'warning',
        identity: [observed.uid],
        namespace: observed.namespace,
        name: observed.name,
        plane: at.plane.ref,
        keys: observed.keys,
        since: observed.push.since,
        sentence:
          'The store holds a value of this portal that no secret reference names.',
        repairs: orphanRepairs(orphan, view),
      };
    }
  },
};
