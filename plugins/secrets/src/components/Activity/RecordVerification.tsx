import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Paper from '@material-ui/core/Paper';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useMayReview, useVerifyRecord } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { describeError } from '../StateMessage';
import { VerificationResult } from './VerificationResult';

const TITLE_ID = 'record-verification-title';

const useStyles = makeStyles(theme => ({
  root: { padding: theme.spacing(1.5, 2), marginBottom: theme.spacing(2) },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1, 2),
    '& + *': { marginTop: theme.spacing(1) },
  },
  text: { flex: '1 1 260px' },
}));

/** Lets reviewers ask whether the record is as it was written; nothing for anybody else. @internal */
export function RecordVerification() {
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const mayReview = useMayReview();
  const verify = useVerifyRecord();
  if (!mayReview) {
    return null;
  }
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-labelledby={TITLE_ID}
      className={classes.root}
    >
      <div className={classes.line}>
        <div className={classes.text}>
          <Typography id={TITLE_ID} variant="subtitle2" component="h2">
            {t('activity.verify.title')}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {t('activity.verify.explanation')}
          </Typography>
        </div>
        <Button
          variant="outlined"
          disabled={verify.isPending}
          onClick={() => verify.mutate()}
        >
          {verify.isPending
            ? t('activity.verify.running')
            : t('activity.verify.start')}
        </Button>
      </div>
      {verify.isPending && (
        <LinearProgress aria-label={t('activity.verify.running')} />
      )}
      {verify.error && (
        <Alert severity="error">{describeError(t, verify.error)}</Alert>
      )}
      {verify.data && <VerificationResult found={verify.data} />}
    </Paper>
  );
}
