import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  InstallationConfig,
  Namespace,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { NewSecretDialog } from '../CreateSecretDialog';
import { LinkSecretForm } from './LinkSecretForm';

/** @internal */
export interface LinkSecretDialogProps {
  config: InstallationConfig;
  /** The namespaces the viewer may see. */
  namespaces: Namespace[];
  /** The listed namespace; undefined when all are. */
  namespace: string | undefined;
  onClose: () => void;
}

/** Links a value that exists and shows what is known of its delivery. @internal */
export function LinkSecretDialog(props: LinkSecretDialogProps) {
  const { config, namespaces, namespace, onClose } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  return (
    <NewSecretDialog
      title={t('link.title')}
      discard={t('link.discard')}
      onClose={onClose}
      renderForm={({ onSaved, ...events }) => (
        <LinkSecretForm
          config={config}
          namespaces={namespaces.filter(
            ({ permissions }) => permissions.create,
          )}
          namespace={namespace}
          onLinked={onSaved}
          {...events}
        />
      )}
    />
  );
}
