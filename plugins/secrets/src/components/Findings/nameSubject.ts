import { Finding } from '@strongroom/backstage-plugin-secrets-common';
import { SecretsTranslator } from '../../translation';

/** What a finding is about: its secret as `namespace/name`, or what was found when no secret is named. @internal */
export function nameSubject(
  t: SecretsTranslator,
  { namespace, name, kind }: Finding,
): string {
  return (
    [namespace, name].filter(Boolean).join('/') || t(`findings.kind.${kind}`)
  );
}
