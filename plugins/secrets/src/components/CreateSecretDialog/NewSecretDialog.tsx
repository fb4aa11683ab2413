import { ReactNode, useState } from 'react';
import Dialog from '@material-ui/core/Dialog';
import DialogTitle from '@material-ui/core/DialogTitle';
import useMediaQuery from '@material-ui/core/useMediaQuery';
import { Theme } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { SavedSecret } from '../SavedSecret';
import { DiscardDialog, useLeaveWarning } from '../SecretForm';

const TITLE_ID = 'new-secret-title';

/** What a form tells the dialog around it. @internal */
export interface NewSecretEvents {
  onSaved: (secret: SecretDetails) => void;
  onCancel: () => void;
  /** Told whether closing would lose typed input. */
  onTyped: (typed: boolean) => void;
}

/** @internal */
export interface NewSecretDialogProps {
  title: string;
  /** What has not happened when typed input is discarded. */
  discard: string;
  renderForm: (events: NewSecretEvents) => ReactNode;
  onClose: () => void;
}

/** A dialog around the form of a new secret, which then shows how it arrives. Asks before typed input is lost. @internal */
export function NewSecretDialog(props: NewSecretDialogProps) {
  const { title, discard, renderForm, onClose } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const fullScreen = useMediaQuery<Theme>(theme =>
    theme.breakpoints.down('xs'),
  );
  const [typed, setTyped] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [saved, setSaved] = useState<SecretDetails>();
  const wouldLose = typed && !saved;

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
        {saved ? t('created.title', { name: saved.name }) : title}
      </DialogTitle>
      {saved ? (
        <SavedSecret
          secret={saved}
          arrived={t('created.usable', { namespace: saved.namespace })}
          offersDetails
          onClose={onClose}
        />
      ) : (
        renderForm({ onSaved: setSaved, onCancel: leave, onTyped: setTyped })
      )}
      <DiscardDialog
        open={leaving}
        description={discard}
        onStay={() => setLeaving(false)}
        onLeave={onClose}
      />
    </Dialog>
  );
}
