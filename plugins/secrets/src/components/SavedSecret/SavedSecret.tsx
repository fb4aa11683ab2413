import Button from '@material-ui/core/Button';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { makeStyles } from '@material-ui/core/styles';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { formatProblem, useInitialFocus } from '../../presentation';
import { isTransient, useDelivery } from '../../queries';
import { secretRouteRef } from '../../routing';
import { secretsTranslationRef } from '../../translation';
import { CodeBlock } from '../CodeBlock';
import { DeliveryLabel, deliveryVisual, DeliverySteps } from '../DeliveryState';
import { describeError } from '../StateMessage';

const useStyles = makeStyles(theme => ({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    overflowWrap: 'anywhere',
  },
  head: { '&:focus': { outline: 'none' } },
}));

/** @internal */
export interface SavedSecretProps {
  /** The secret as the create or the change answered it. */
  secret: SecretDetails;
  /** What its arrival in the store means. */
  arrived: string;
  /** Whether to lead to the details, where they are not open. */
  offersDetails?: boolean;
  onClose: () => void;
}

/** Follows a new value until it has arrived or failed, and hands out the public halves of new key pairs. @internal */
export function SavedSecret(props: SavedSecretProps) {
  const { secret, arrived, offersDetails, onClose } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const linkTo = useRouteRef(secretRouteRef);
  const head = useInitialFocus<HTMLParagraphElement>();
  const query = useDelivery(secret);
  const delivery = query.data ?? {
    ...secret.delivery,
    steps: secret.deliverySteps,
  };
  const settled = query.data !== undefined && !isTransient(delivery);

  return (
    <>
      <DialogContent dividers className={classes.content}>
        <div role="status" aria-live="polite">
          <Typography
            variant="h6"
            component="p"
            ref={head}
            tabIndex={-1}
            className={classes.head}
          >
            <DeliveryLabel delivery={delivery} />
          </Typography>
          <Typography variant="body2">
            {settled && delivery.state === 'Synced'
              ? arrived
              : delivery.message ?? deliveryVisual(t, delivery.state).sentence}
          </Typography>
        </div>
        {!settled && <LinearProgress aria-label={t('created.following')} />}
        <DeliverySteps steps={delivery.steps} />
        {Object.entries(secret.generated ?? {}).map(([key, { publicKey }]) => (
          <div key={key}>
            <Typography variant="body2">
              {t('generate.publicKey', { key })}
            </Typography>
            <CodeBlock
              label={t('generate.publicKeyOf', { key })}
              text={publicKey}
            />
          </div>
        ))}
        {query.error && (
          <Alert severity="warning">{describeError(t, query.error)}</Alert>
        )}
        {secret.warnings.map((warning, index) => (
          <Alert key={index} severity="warning">
            {formatProblem(warning)}
          </Alert>
        ))}
        {secret.storedAs && Object.keys(secret.storedAs).length > 0 && (
          <Alert severity="info">
            {t('details.storedAs', {
              keys: Object.keys(secret.storedAs).join(', '),
            })}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        {offersDetails && (
          <Button
            component={Link}
            to={linkTo({ namespace: secret.namespace, name: secret.name })}
            onClick={onClose}
          >
            {t('created.details')}
          </Button>
        )}
        <Button variant="contained" color="primary" onClick={onClose}>
          {t('action.close')}
        </Button>
      </DialogActions>
    </>
  );
}
