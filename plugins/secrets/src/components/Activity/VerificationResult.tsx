import Alert from '@material-ui/lab/Alert';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RecordVerification } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';

const useStyles = makeStyles({
  text: { overflowWrap: 'anywhere' },
});

/** @internal */
export interface VerificationResultProps {
  found: RecordVerification;
}

/** What a verification of the record found: the row up to which it stands, or the first place that does not. @internal */
export function VerificationResult({ found }: VerificationResultProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const { broken, head, rows, notAnchored } = found;
  const isWritten = head !== undefined && rows > 0;
  if (broken) {
    return (
      <Alert severity="error" classes={{ message: classes.text }}>
        <strong>
          {t('activity.verify.broken', { seq: String(broken.seq) })}
        </strong>
        <div>{broken.sentence}</div>
      </Alert>
    );
  }
  return (
    <Alert role="status" severity="success" classes={{ message: classes.text }}>
      {isWritten
        ? t('activity.verify.intact', {
            seq: String(head.seq),
            rows: String(rows),
          })
        : t('activity.verify.empty')}
      {isWritten && (
        <div>
          {t('activity.verify.head')}{' '}
          <code>
            {head.seq}:{head.mac}
          </code>
        </div>
      )}
      {notAnchored > 0 && (
        <div>
          {t('activity.verify.notAnchored', { number: String(notAnchored) })}
        </div>
      )}
    </Alert>
  );
}
