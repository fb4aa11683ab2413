import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import Alert from '@material-ui/lab/Alert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Repair } from '@strongroom/backstage-plugin-secrets-common';
import { useInitialFocus } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { PlannedChanges } from '../PlannedChanges';

/** @internal */
export interface RepairResultProps {
  repair: Repair;
  onClose: () => void;
}

/** What a repair did, and whether anything is left of what was found. @internal */
export function RepairResult(props: RepairResultProps) {
  const { repair, onClose } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const outcome = useInitialFocus<HTMLDivElement>();
  return (
    <>
      <DialogContent style={{ overflowWrap: 'anywhere' }}>
        <Alert
          ref={outcome}
          tabIndex={-1}
          severity={repair.settled ? 'success' : 'warning'}
          style={{ marginBottom: 16 }}
        >
          {repair.settled ? t('findings.settled') : t('findings.notSettled')}
        </Alert>
        <PlannedChanges title={t('findings.done')} changes={repair.changes} />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{t('action.close')}</Button>
      </DialogActions>
    </>
  );
}
