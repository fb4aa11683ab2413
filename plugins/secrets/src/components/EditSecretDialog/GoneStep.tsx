import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import Alert from '@material-ui/lab/Alert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useInitialFocus } from '../../presentation';
import { secretsTranslationRef } from '../../translation';

/** @internal */
export interface GoneStepProps {
  onClose: () => void;
}

/** Says that there is nothing left to change. @internal */
export function GoneStep(props: GoneStepProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const sentence = useInitialFocus<HTMLDivElement>();
  return (
    <>
      <DialogContent dividers>
        <Alert severity="warning" ref={sentence} tabIndex={-1}>
          {t('conflict.gone')}
        </Alert>
      </DialogContent>
      <DialogActions>
        <Button onClick={props.onClose}>{t('conflict.discard')}</Button>
      </DialogActions>
    </>
  );
}
