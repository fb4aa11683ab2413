import { useEffect, useState } from 'react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
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
import { CreatedSecret } from './CreatedSecret';
import { CreateSecretForm } from './CreateSecretForm';

const TITLE_ID = 'create-secret-title';
const DISCARD_ID = 'discard-secret-title';

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

  useEffect(() => {
    if (!wouldLose) {
      return undefined;
    }
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [wouldLose]);

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
        <CreatedSecret secret={created} onClose={onClose} />
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
      <Dialog open={leaving} aria-labelledby={DISCARD_ID}>
        <DialogTitle id={DISCARD_ID}>{t('discard.title')}</DialogTitle>
        <DialogContent>
          <DialogContentText>{t('discard.description')}</DialogContentText>
        </DialogContent>
        <DialogActions>
          <Button onClick={() => setLeaving(false)}>{t('discard.stay')}</Button>
          <Button onClick={onClose} color="secondary" variant="contained">
            {t('discard.leave')}
          </Button>
        </DialogActions>
      </Dialog>
    </Dialog>
  );
}
