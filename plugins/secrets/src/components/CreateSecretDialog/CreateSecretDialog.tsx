import { useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogTitle from '@material-ui/core/DialogTitle';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { Theme } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  InstallationConfig,
  Namespace,
  SecretDetails,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { SavedSecret } from '../SavedSecret';
import { DiscardDialog, useLeaveWarning } from '../SecretForm';
import { CreateSecretForm } from './CreateSecretForm';

const TITLE_ID = 'create-secret-title';

/** @internal */
export interface CreateSecretDialogProps {
  config: InstallationConfig;
  /** The namespaces the viewer may see. */
  namespaces: Namespace[];
  /** The listed namespace; undefined when all are. */
  namespace: string | undefined;
  onClose: () => void;
}

/** Creates a secret and shows how it arrives. Asks before typed input is lost. @internal */
export function CreateSecretDialog(props: CreateSecretDialogProps) {
  const { config, namespaces, namespace, onClose } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const fullScreen = useMediaQuery<Theme>(theme =>
    theme.breakpoints.down('xs'),
  );
  const [typed, setTyped] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [created, setCreated] = useState<SecretDetails>();
  const wouldLose = typed && !created;

  useLeaveWarning(wouldLose);

  const leave = () => (wouldLose ? setLeaving(true) : onClose());

  return (
    <Dialog
      open
      fullWidth
      maxWidth="md"
      fullScreen={fullScreen}
      onClose={leave}
      aria-labelledby={TITLE_ID}
    >
      <DialogTitle id={TITLE_ID} style={{ overflowWrap: 'anywhere' }}>
        {created ? t('created.title', { name: created.name }) : t('form.title')}
      </DialogTitle>
      {created ? (
        <SavedSecret
          secret={created}
          arrived={t('created.usable', { namespace: created.namespace })}
          offersDetails
          onClose={onClose}
        />
      ) : (
        <CreateSecretForm
          config={config}
          namespaces={namespaces.filter(
            ({ permissions }) => permissions.create,
          )}
          namespace={namespace}
          onCreated={setCreated}
          onCancel={leave}
          onTyped={setTyped}
        />
      )}
      <DiscardDialog
        open={leaving}
        description={t('discard.description')}
        onStay={() => setLeaving(false)}
        onLeave={onClose}
      />
    </Dialog>
  );
}
