import { FormEvent, useRef, useState } from 'react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DeleteOutcome,
  SecretDetails,
} from '@strongroom/backstage-plugin-secrets-common';
import { formatPlane } from '../../presentation';
import { useDeleteSecret } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { describeError } from '../StateMessage';

const TITLE_ID = 'delete-secret-title';
const INPUT_ID = 'delete-secret-name';

/** @internal */
export interface DeleteSecretDialogProps {
  /** The secret as the viewer saw it. */
  secret: SecretDetails;
  onClose: () => void;
  onDeleted: (outcome: DeleteOutcome) => void;
}

/** Says what a delete will do and has its name typed before doing it. @internal */
export function DeleteSecretDialog(props: DeleteSecretDialogProps) {
  const { secret, onClose, onDeleted } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const remove = useDeleteSecret(secret);
  const matches = typed === secret.name;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (matches && !remove.isPending) {
      remove.mutate(undefined, { onSuccess: onDeleted });
    }
  }

  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      TransitionProps={{ onEntered: () => input.current?.focus() }}
      onClose={remove.isPending ? undefined : onClose}
      aria-labelledby={TITLE_ID}
    >
      <form onSubmit={submit} noValidate>
        <DialogTitle id={TITLE_ID} style={{ overflowWrap: 'anywhere' }}>
          {t('delete.title', { name: secret.name })}
        </DialogTitle>
        <DialogContent>
          <DialogContentText component="div">
            <ul style={{ margin: 0, paddingLeft: 20 }}>
              <li>{t('delete.effectReference')}</li>
              <li>
                {secret.targetPlane
                  ? t('delete.effectValue', {
                      plane: formatPlane(secret.targetPlane),
                    })
                  : t('delete.effectNoPlane')}
              </li>
              <li>{t('delete.effectConsumers')}</li>
            </ul>
          </DialogContentText>
          <Typography
            component="label"
            variant="body2"
            color="textPrimary"
            htmlFor={INPUT_ID}
            style={{ overflowWrap: 'anywhere' }}
          >
            {t('delete.typeName', { name: secret.name })}
          </Typography>
          <TextField
            id={INPUT_ID}
            inputRef={input}
            fullWidth
            margin="dense"
            variant="outlined"
            value={typed}
            onChange={event => setTyped(event.target.value)}
            inputProps={{ autoComplete: 'off', spellCheck: false }}
          />
          {remove.error && (
            <Alert severity="error">{describeError(t, remove.error)}</Alert>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} disabled={remove.isPending}>
            {t('action.cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color="secondary"
            disabled={!matches || remove.isPending}
          >
            {remove.isPending ? t('delete.running') : t('action.delete')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
