import { FormEvent, useState } from 'react';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import LinearProgress from '@material-ui/core/LinearProgress';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Finding,
  RepairAction,
} from '@strongroom/backstage-plugin-secrets-common';
import { useRepairFinding, useRepairPreview } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { PlannedChanges } from '../PlannedChanges';
import { describeError } from '../StateMessage';
import { nameSubject } from './nameSubject';
import { RepairResult } from './RepairResult';

const TITLE_ID = 'repair-finding-title';

/** @internal */
export interface RepairDialogProps {
  finding: Finding;
  action: RepairAction;
  /** Told whether nothing is left of the finding. */
  onClose: (settled: boolean) => void;
}

/** Says what a repair would do, does it when that is confirmed, and says whether it is settled. @internal */
export function RepairDialog(props: RepairDialogProps) {
  const { finding, action, onClose } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const [reason, setReason] = useState('');
  const repair = useRepairFinding(finding);
  const close = () => onClose(repair.data?.settled ?? false);

  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      onClose={repair.isPending ? undefined : close}
      aria-labelledby={TITLE_ID}
    >
      <DialogTitle id={TITLE_ID} style={{ overflowWrap: 'anywhere' }}>
        {t('findings.actOn', {
          action: t(`findings.action.${action}`),
          subject: nameSubject(t, finding),
        })}
      </DialogTitle>
      {repair.data ? (
        <RepairResult repair={repair.data} onClose={close} />
      ) : (
        <Proposal
          {...{ finding, action, reason, setReason, repair }}
          onCancel={close}
        />
      )}
    </Dialog>
  );
}

interface ProposalProps {
  finding: Finding;
  action: RepairAction;
  reason: string;
  setReason: (reason: string) => void;
  repair: ReturnType<typeof useRepairFinding>;
  onCancel: () => void;
}

function Proposal(props: ProposalProps) {
  const { finding, action, reason, setReason, repair, onCancel } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const preview = useRepairPreview(finding.id, action);
  const needsReason = action === 'giveUp';
  const isReady =
    preview.isSuccess &&
    !preview.isFetching &&
    !repair.isPending &&
    (!needsReason || reason.trim() !== '');

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isReady) {
      repair.mutate({ action, ...(needsReason && { reason: reason.trim() }) });
    }
  }

  return (
    <form onSubmit={submit} noValidate>
      <DialogContent style={{ overflowWrap: 'anywhere' }}>
        <Typography variant="body2" paragraph>
          {finding.sentence}
        </Typography>
        <PlannedChanges
          title={t('findings.planned')}
          changes={preview.data?.changes}
          error={preview.error}
          onRetry={() => preview.refetch()}
        />
        {needsReason && (
          <>
            <Typography variant="body2" paragraph>
              {t('findings.giveUpEffect')}
            </Typography>
            <TextField
              id="repair-reason"
              label={t('findings.reason')}
              helperText={t('findings.reasonHint')}
              required
              fullWidth
              multiline
              size="small"
              variant="outlined"
              value={reason}
              onChange={event => setReason(event.target.value)}
              disabled={repair.isPending}
              InputLabelProps={{ shrink: true }}
              inputProps={{ maxLength: 1024 }}
            />
          </>
        )}
        {repair.isPending && (
          <LinearProgress aria-label={t('findings.running')} />
        )}
        {repair.error && (
          <Alert severity="error">{describeError(t, repair.error)}</Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onCancel} disabled={repair.isPending}>
          {t('action.cancel')}
        </Button>
        <Button
          type="submit"
          variant="contained"
          color={action === 'remove' || needsReason ? 'secondary' : 'primary'}
          disabled={!isReady}
        >
          {repair.isPending ? t('findings.running') : t('findings.carryOut')}
        </Button>
      </DialogActions>
    </form>
  );
}
