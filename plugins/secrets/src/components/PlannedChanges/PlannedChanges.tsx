import Alert from '@material-ui/lab/Alert';
import Button from '@material-ui/core/Button';
import Skeleton from '@material-ui/lab/Skeleton';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { PlannedChange } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { describeError } from '../StateMessage';

const useStyles = makeStyles(theme => ({
  list: {
    ...theme.typography.body2,
    margin: theme.spacing(1, 0, 2),
    paddingLeft: theme.spacing(2.5),
  },
}));

/** @internal */
export interface PlannedChangesProps {
  title: string;
  /** Undefined until they are known. */
  changes: PlannedChange[] | undefined;
  /** Why they could not be found out. */
  error?: unknown;
  onRetry?: () => void;
}

/** What would be done, or was done, in sentences. @internal */
export function PlannedChanges(props: PlannedChangesProps) {
  const { title, changes, error, onRetry } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  return (
    <>
      <Typography variant="subtitle2" component="h3">
        {title}
      </Typography>
      {renderChanges()}
    </>
  );

  function renderChanges() {
    if (error) {
      return (
        <Alert
          severity="error"
          action={
            <Button color="inherit" onClick={onRetry}>
              {t('action.retry')}
            </Button>
          }
        >
          {describeError(t, error)}
        </Alert>
      );
    }
    if (!changes) {
      return (
        <div role="status" aria-label={t('state.loading')}>
          <Skeleton height={60} />
        </div>
      );
    }
    return changes.length > 0 ? (
      <ul className={classes.list} aria-label={title}>
        {changes.map(({ sentence }, index) => (
          <li key={index}>{sentence}</li>
        ))}
      </ul>
    ) : (
      <Typography variant="body2" paragraph>
        {t('planned.nothing')}
      </Typography>
    );
  }
}
