import { Detector } from '../types';

/** A secret whose Secret in the plane is gone: nobody can push the value again but who has it. */
export const sourceMissing: Detector = {
  kind: 'SourceMissing',
  *detect(view) {
    for (const row of view.rows) {
      const push = view.observedOf(row)?.push;
      if (
        push?.state === 'SourceMissing' &&
        !view.runningOn(row.namespace, row.name)
      ) {
        yield {
          kind: 'SourceMissing',
          severity: 'error',
          identity: [row.uid],
          namespace: row.namespace,
          name: row.name,
          row,
          plane: row.targetPlane,
          keys: row.keys,
          since: push.since,
          sentence:
            "The plane's Secret that should be pushed is gone. What the store has is the last copy, if it still has it.",
          remedy:
            'Set all values again: that makes the Secret anew. It is not pushed before, because that could take the last copy out of the store.',
        };
      }
    }
  },
};
