import { useState } from 'react';
import Button from '@material-ui/core/Button';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretKeyRef } from '@strongroom/backstage-plugin-secrets-common';
import { useSecretActivity } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { DetailSection } from '../DetailSection';
import { describeError } from '../StateMessage';
import { ActivityItem } from './ActivityItem';
import { hideBegun } from './hideBegun';
import { MoreButton } from './MoreButton';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: theme.spacing(0, 0, 1), padding: 0 },
}));

/** @internal */
export interface ActivitySectionProps {
  secret: SecretKeyRef;
}

/** What was done to a secret and by whom, fetched when it is asked for. @internal */
export function ActivitySection(props: ActivitySectionProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const [open, setOpen] = useState(false);
  return (
    <DetailSection title={t('activity.title')}>
      {open ? (
        <Rows secret={props.secret} />
      ) : (
        <Button variant="outlined" onClick={() => setOpen(true)}>
          {t('activity.show')}
        </Button>
      )}
    </DetailSection>
  );
}

function Rows({ secret }: ActivitySectionProps) {
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const activity = useSecretActivity(secret);
  const rows = hideBegun(activity.data?.pages.flatMap(p => p.items) ?? []);
  const failure = activity.error && (
    <Alert
      severity="error"
      action={
        !activity.data && (
          <Button color="inherit" onClick={() => activity.refetch()}>
            {t('action.retry')}
          </Button>
        )
      }
    >
      {describeError(t, activity.error)}
    </Alert>
  );

  if (!activity.data) {
    return (
      failure || (
        <div role="status" aria-label={t('state.loading')}>
          <Skeleton variant="rect" height={80} />
        </div>
      )
    );
  }
  return (
    <>
      {rows.length > 0 && (
        <ol className={classes.list} aria-label={t('activity.title')}>
          {rows.map(row => (
            <ActivityItem key={row.seq} row={row} />
          ))}
        </ol>
      )}
      {rows.length === 0 && !activity.hasNextPage && t('activity.empty')}
      {failure}
      <MoreButton activity={activity} />
    </>
  );
}
