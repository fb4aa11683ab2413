import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  InstallationConfig,
  Namespace,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { CreateSecretForm } from './CreateSecretForm';
import { NewSecretDialog } from './NewSecretDialog';

/** @internal */
export interface CreateSecretDialogProps {
  config: InstallationConfig;
  /** The namespaces the viewer may see. */
  namespaces: Namespace[];
  /** The listed namespace; undefined when all are. */
  namespace: string | undefined;
  onClose: () => void;
}

/** Creates a secret and shows how it arrives. @internal */
export function CreateSecretDialog(props: CreateSecretDialogProps) {
  const { config, namespaces, namespace, onClose } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  return (
    <NewSecretDialog
      title={t('form.title')}
      discard={t('discard.description')}
      onClose={onClose}
      renderForm={({ onSaved, ...events }) => (
        <CreateSecretForm
          config={config}
          namespaces={namespaces.filter(
            ({ permissions }) => permissions.create,
          )}
          namespace={namespace}
          onCreated={onSaved}
          {...events}
        />
      )}
    />
  );
}
