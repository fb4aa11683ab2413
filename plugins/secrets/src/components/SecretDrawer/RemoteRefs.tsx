import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { FactList } from '../FactList';

/** @internal */
export interface RemoteRefsProps {
  remoteRefs: SecretDetails['remoteRefs'];
}

/** Where in the store each key lives, as far as the viewer may know. @internal */
export function RemoteRefs(props: RemoteRefsProps) {
  const { remoteRefs } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const known = remoteRefs.filter(({ key }) => key);
  if (known.length === 0) {
    return <>{t('details.remoteRefsHidden')}</>;
  }
  return (
    <FactList
      facts={known.map(({ secretKey, key, property, version }) => [
        secretKey,
        <code>
          {key}
          {property && `#${property}`}
          {version && ` @${version}`}
        </code>,
      ])}
    />
  );
}
