import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import SyncIcon from '@material-ui/icons/Sync';
import Alert from '@material-ui/lab/Alert';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { formatAge, useNow } from '../../presentation';
import { isTransient, useSyncSecret } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { DeliveryLabel, deliveryVisual, DeliverySteps } from '../DeliveryState';
import { describeError } from '../StateMessage';
import { DetailSection } from '../DetailSection';

const useStyles = makeStyles(theme => ({
  actions: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  },
  note: { margin: theme.spacing(1, 0) },
}));

/** @internal */
export interface DeliverySectionProps {
  secret: SecretDetails;
  /** Whether the viewer may ask for a push and a pull. */
  maySync: boolean;
  /** Gives the secret new values; undefined when the viewer may not. */
  onSetAgain?: () => void;
}

/** How far the value is, step by step, and what the viewer can do about it. @internal */
export function DeliverySection(props: DeliverySectionProps) {
  const { secret, maySync, onSetAgain } = props;
  const { delivery } = secret;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const now = useNow(15_000);
  const sync = useSyncSecret(secret);
  const isSourceMissing = delivery.state === 'SourceMissing';
  const isUnderway = sync.isPending || isTransient(delivery);

  return (
    <DetailSection title={t('details.delivery')}>
      <DeliveryLabel delivery={delivery} />
      <p>
        {delivery.message ?? deliveryVisual(t, delivery.state).sentence}{' '}
        <time dateTime={delivery.since} title={delivery.since}>
          ({formatAge(delivery.since, now)})
        </time>
      </p>
      {isUnderway && <LinearProgress aria-label={t('delivery.underway')} />}
      <DeliverySteps steps={secret.deliverySteps} />
      <div className={classes.actions}>
        {isSourceMissing && onSetAgain && (
          <Button
            size="small"
            variant="contained"
            color="primary"
            onClick={onSetAgain}
          >
            {t('sync.setAgain')}
          </Button>
        )}
        {maySync && (
          <Button
            size="small"
            variant="outlined"
            startIcon={<SyncIcon />}
            disabled={sync.isPending}
            onClick={() => sync.mutate()}
          >
            {sync.isPending ? t('sync.running') : t('sync.start')}
          </Button>
        )}
      </div>
      <div role="status">
        {sync.isSuccess && <p className={classes.note}>{t('sync.asked')}</p>}
      </div>
      {sync.error && (
        <Alert severity="error" className={classes.note}>
          {describeError(t, sync.error)}
        </Alert>
      )}
    </DetailSection>
  );
}
