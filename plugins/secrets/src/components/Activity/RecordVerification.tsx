import { FormEvent, useState } from 'react';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Paper from '@material-ui/core/Paper';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useMayReview, useVerifyRecord } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { describeError } from '../StateMessage';
import { VerificationResult } from './VerificationResult';

const TITLE_ID = 'record-verification-title';
const HEAD_ID = 'record-verification-head';
/** Sequence and HMAC of a row, as the API takes them. */
const HEAD = /^[0-9]{1,15}:[0-9a-f]{64}$/;

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
  head: { flex: '1 1 260px' },
  button: { alignSelf: 'flex-start', marginTop: 2 },
}));

/** Lets reviewers ask whether the record is as it was written; nothing for anybody else. @internal */
export function RecordVerification() {
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const mayReview = useMayReview();
  const verify = useVerifyRecord();
  const [head, setHead] = useState('');
  const [isNoHead, setNoHead] = useState(false);
  if (!mayReview) {
    return null;
  }
  const start = (event: FormEvent) => {
    event.preventDefault();
    const kept = head.trim();
    const isWrong = kept !== '' && !HEAD.test(kept);
    setNoHead(isWrong);
    if (!isWrong) {
      verify.mutate(kept || undefined);
    }
  };
  return (
    <Paper
      component="section"
      variant="outlined"
      aria-labelledby={TITLE_ID}
      className={classes.root}
    >
      <form className={classes.line} onSubmit={start} noValidate>
        <div className={classes.text}>
          <Typography id={TITLE_ID} variant="subtitle2" component="h2">
            {t('activity.verify.title')}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {t('activity.verify.explanation')}
          </Typography>
        </div>
        <TextField
          id={HEAD_ID}
          className={classes.head}
          variant="outlined"
          size="small"
          label={t('activity.verify.kept')}
          value={head}
          error={isNoHead}
          helperText={t(
            isNoHead ? 'activity.verify.noHead' : 'activity.verify.keptHint',
          )}
          onChange={event => {
            setHead(event.target.value);
            setNoHead(false);
          }}
          InputLabelProps={{ shrink: true }}
          inputProps={{
            autoComplete: 'off',
            spellCheck: false,
            maxLength: 128,
          }}
        />
        <Button
          type="submit"
          variant="outlined"
          className={classes.button}
          disabled={verify.isPending}
        >
          {verify.isPending
            ? t('activity.verify.running')
            : t('activity.verify.start')}
        </Button>
      </form>
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
