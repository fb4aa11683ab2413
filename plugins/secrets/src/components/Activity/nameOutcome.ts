import { Activity } from '@strongroom/backstage-plugin-secrets-common';
import { SecretsTranslator } from '../../translation';

/** How something ended, with the code of what refused it. @internal */
export function nameOutcome(
  t: SecretsTranslator,
  { outcome, errorCode }: Activity,
): string {
  return errorCode
    ? t(`activity.because.${outcome}`, { code: errorCode })
    : t(`activity.outcome.${outcome}`);
}
