import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogContentText from '@material-ui/core/DialogContentText';
import DialogTitle from '@material-ui/core/DialogTitle';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';

const TITLE_ID = 'discard-secret-title';

/** @internal */
export interface DiscardDialogProps {
  open: boolean;
  /** What has not happened. */
  description: string;
  onStay: () => void;
  onLeave: () => void;
}

/** Asks before typed input is lost. @internal */
export function DiscardDialog(props: DiscardDialogProps) {
  const { open, description, onStay, onLeave } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  return (
    <Dialog open={open} aria-labelledby={TITLE_ID}>
      <DialogTitle id={TITLE_ID}>{t('discard.title')}</DialogTitle>
      <DialogContent>
        <DialogContentText>{description}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button onClick={onStay}>{t('discard.stay')}</Button>
        <Button onClick={onLeave} color="secondary" variant="contained">
          {t('discard.leave')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
