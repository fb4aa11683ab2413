import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import Alert from '@material-ui/lab/Alert';
import AlertTitle from '@material-ui/lab/AlertTitle';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DeleteOutcome,
  SecretDetails,
} from '@strongroom/backstage-plugin-secrets-common';
import { formatAge, useNow } from '../../presentation';
import { useDeleteSecret } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { deliveryVisual, DeliverySteps } from '../DeliveryState';
import { describeError } from '../StateMessage';
import { DetailSection } from '../DetailSection';

const useStyles = makeStyles(theme => ({
  part: { margin: theme.spacing(1.5, 0), overflowWrap: 'anywhere' },
}));

/** @internal */
export interface DeletionSectionProps {
  /** A secret whose deletion has been asked for. */
  secret: SecretDetails;
  mayTryAgain: boolean;
  onDeleted: (outcome: DeleteOutcome) => void;
}

/** How far a deletion is, why it does not get on, and the way to ask for it again. @internal */
export function DeletionSection(props: DeletionSectionProps) {
  const { secret, mayTryAgain, onDeleted } = props;
  const { delivery } = secret;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const now = useNow(15_000);
  const remove = useDeleteSecret(secret);
  const isStuck = delivery.state === 'DeleteStuck';
  const { label, sentence } = deliveryVisual(t, delivery.state);

  return (
    <DetailSection title={t('deletion.title')}>
      <Alert severity={isStuck ? 'error' : 'info'} role="status">
        <AlertTitle>{label}</AlertTitle>
        {delivery.message ?? sentence}{' '}
        <time dateTime={delivery.since} title={delivery.since}>
          ({formatAge(delivery.since, now)})
        </time>
      </Alert>
      {(!isStuck || remove.isPending) && (
        <LinearProgress
          className={classes.part}
          aria-label={t('deletion.underway')}
        />
      )}
      <DeliverySteps steps={secret.deliverySteps} />
      <p className={classes.part}>
        {isStuck ? t('deletion.stuck') : t('deletion.wait')}
      </p>
      {mayTryAgain && isStuck && (
        <Button
          variant="outlined"
          disabled={remove.isPending}
          onClick={() => remove.mutate(undefined, { onSuccess: onDeleted })}
        >
          {remove.isPending ? t('delete.running') : t('deletion.again')}
        </Button>
      )}
      {remove.error && (
        <Alert severity="error" className={classes.part}>
          {describeError(t, remove.error)}
        </Alert>
      )}
    </DetailSection>
  );
}
