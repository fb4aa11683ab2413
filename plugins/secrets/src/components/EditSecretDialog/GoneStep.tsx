import { useEffect, useRef } from 'react';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import Alert from '@material-ui/lab/Alert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';

/** @internal */
export interface GoneStepProps {
  onClose: () => void;
}

/** Says that there is nothing left to change. @internal */
export function GoneStep(props: GoneStepProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const closeButton = useRef<HTMLButtonElement>(null);
  // The button that had the focus is gone.
  useEffect(() => closeButton.current?.focus(), []);
  return (
    <>
      <DialogContent dividers>
        <Alert severity="warning">{t('conflict.gone')}</Alert>
      </DialogContent>
      <DialogActions>
        <Button ref={closeButton} onClick={props.onClose}>
          {t('conflict.discard')}
        </Button>
      </DialogActions>
    </>
  );
}
