import FolderOpenIcon from '@material-ui/icons/FolderOpen';
import PowerSettingsNewIcon from '@material-ui/icons/PowerSettingsNew';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  isErrorCode,
  useInstallationConfig,
  useNamespaces,
} from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { SecretsTableSkeleton } from '../SecretsTable';
import { ErrorMessage, StateMessage } from '../StateMessage';
import { SecretsWorkspace } from './SecretsWorkspace';

/** Decides whether there is anything to work with: feature on, access given, a namespace to see. @internal */
export function SecretsGate() {
  const { t } = useTranslationRef(secretsTranslationRef);
  const config = useInstallationConfig();
  const namespaces = useNamespaces();

  if (config.data && !config.data.enabled) {
    return (
      <StateMessage
        Icon={PowerSettingsNewIcon}
        title={t('state.off.title')}
        description={t('state.off.description')}
      />
    );
  }
  const failed = [config, namespaces].find(
    query => query.error && (query.data === undefined || isFinal(query.error)),
  );
  if (failed) {
    return (
      <ErrorMessage
        error={failed.error}
        onRetry={() => {
          config.refetch();
          namespaces.refetch();
        }}
      />
    );
  }
  if (!config.data || !namespaces.data) {
    return <SecretsTableSkeleton />;
  }
  if (namespaces.data.length === 0) {
    return (
      <StateMessage
        Icon={FolderOpenIcon}
        title={t('state.noNamespaces.title')}
        description={t('state.noNamespaces.description')}
      />
    );
  }
  return <SecretsWorkspace config={config.data} namespaces={namespaces.data} />;
}

/**
 * An answer that takes access away: what was shown before must go. A session that has ended is none: the list hides its
 * rows by itself, and a form that is being filled in must live until the session is renewed.
 */
function isFinal(error: unknown): boolean {
  return isErrorCode(error, 'NotAllowed', 'FeatureDisabled');
}
