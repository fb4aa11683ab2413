import { useState } from 'react';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { FormProblems, ProblemSummary } from '../SecretForm';
import { ChangeSummaryList } from './ChangeSummaryList';
import { RemovalConfirmation } from './RemovalConfirmation';
import { ChangeSummary } from './summariseChange';
import { StepHead } from './StepHead';
import { useStepStyles } from './useStepStyles';

/** @internal */
export interface ReviewStepProps {
  summary: ChangeSummary;
  saving: boolean;
  /** Why the last attempt was not carried out. */
  problems: FormProblems | undefined;
  onBack: () => void;
  onSave: () => void;
}

/** Says what will change before it is changed. @internal */
export function ReviewStep(props: ReviewStepProps) {
  const { summary, saving, problems, onBack, onSave } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStepStyles();
  const [confirmed, setConfirmed] = useState(false);
  const touchesValues =
    summary.added.length + summary.replaced.length + summary.removed.length > 0;

  return (
    <>
      <DialogContent dividers className={classes.content}>
        <StepHead>{t('change.title')}</StepHead>
        <ChangeSummaryList summary={summary} />
        {touchesValues && (
          <Typography variant="body2" color="textSecondary">
            {t('change.consumers')}
          </Typography>
        )}
        <RemovalConfirmation
          removed={summary.removed}
          confirmed={confirmed}
          onChange={setConfirmed}
        />
        {problems && <ProblemSummary severity="error" problems={problems} />}
        {saving && <LinearProgress aria-label={t('change.saving')} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onBack} disabled={saving}>
          {t('action.back')}
        </Button>
        <Button
          variant="contained"
          color="primary"
          disabled={saving || (summary.removed.length > 0 && !confirmed)}
          onClick={onSave}
        >
          {saving ? t('change.saving') : t('change.save')}
        </Button>
      </DialogActions>
    </>
  );
}
