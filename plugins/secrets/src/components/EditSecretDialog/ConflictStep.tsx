import { useState } from 'react';
import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { ChangeSummaryList } from './ChangeSummaryList';
import { ForeignChanges } from './compareMeanwhile';
import { ForeignChangeList } from './ForeignChangeList';
import { RemovalConfirmation } from './RemovalConfirmation';
import { ChangeSummary, isNoChange } from './summariseChange';
import { StepHead } from './StepHead';
import { useStepStyles } from './useStepStyles';

/** @internal */
export interface ConflictStepProps {
  theirs: ForeignChanges;
  /** What the typed change would do to the secret as it is now. */
  mine: ChangeSummary;
  saving: boolean;
  /** Back to the form, on top of what the secret is now. */
  onEdit: () => void;
  onApply: () => void;
  onDiscard: () => void;
}

/** Shows what somebody else has changed meanwhile beside what was typed, and has one decide. @internal */
export function ConflictStep(props: ConflictStepProps) {
  const { theirs, mine, saving } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStepStyles();
  const [confirmed, setConfirmed] = useState(false);
  const touched = [...mine.added, ...mine.replaced, ...mine.removed];
  const both = theirs.keys
    .map(({ key }) => key)
    .filter(key => touched.includes(key));

  return (
    <>
      <DialogContent dividers className={classes.content}>
        <StepHead>{t('conflict.title')}</StepHead>
        <Alert severity="warning">{t('conflict.nothingLost')}</Alert>
        <section aria-label={t('conflict.theirs')}>
          <Typography variant="subtitle1" component="h4">
            {t('conflict.theirs')}
          </Typography>
          <ForeignChangeList changes={theirs} />
        </section>
        <section aria-label={t('conflict.mine')}>
          <Typography variant="subtitle1" component="h4">
            {t('conflict.mine')}
          </Typography>
          {isNoChange(mine) ? (
            <Typography variant="body2">{t('conflict.nothingLeft')}</Typography>
          ) : (
            <ChangeSummaryList summary={mine} />
          )}
        </section>
        {both.length > 0 && (
          <Alert severity="info">
            {t('conflict.both', { keys: both.join(', ') })}
          </Alert>
        )}
        <RemovalConfirmation
          removed={mine.removed}
          confirmed={confirmed}
          onChange={setConfirmed}
        />
        {saving && <LinearProgress aria-label={t('change.saving')} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={props.onDiscard} disabled={saving}>
          {t('conflict.discard')}
        </Button>
        <Button onClick={props.onEdit} disabled={saving}>
          {t('conflict.edit')}
        </Button>
        <Button
          variant="contained"
          color="primary"
          disabled={
            saving ||
            isNoChange(mine) ||
            (mine.removed.length > 0 && !confirmed)
          }
          onClick={props.onApply}
        >
          {saving ? t('change.saving') : t('conflict.apply')}
        </Button>
      </DialogActions>
    </>
  );
}
