import { PlannedChange } from '@strongroom/backstage-plugin-secrets-common';

/** One thing that a repair does, in a sentence. */
export function planned(
  action: PlannedChange['action'],
  object: PlannedChange['object'],
  sentence: string,
): PlannedChange {
  return { object, action, sentence };
}
