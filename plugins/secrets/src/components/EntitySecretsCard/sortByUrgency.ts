import { EntitySecret } from '@strongroom/backstage-plugin-secrets-common';

/** What is missing first, then what lacks keys; otherwise in the order given. @internal */
export function sortByUrgency(uses: EntitySecret[]): EntitySecret[] {
  return [...uses].sort((a, b) => urgency(a) - urgency(b));
}

function urgency({ presence, missingKeys }: EntitySecret): number {
  if (presence === 'missing') {
    return 0;
  }
  return missingKeys?.length ? 1 : 2;
}
