import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { useAdoptionPreview, useAdoptSecret } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { PlannedChanges } from '../PlannedChanges';
import { describeError } from '../StateMessage';

const TITLE_ID = 'adopt-secret-title';

/** @internal */
export interface AdoptSecretDialogProps {
  /** The secret as the viewer saw it. */
  secret: SecretDetails;
  onClose: () => void;
  onAdopted: () => void;
}

/** Says what taking a secret over would change, and does it when that is confirmed. @internal */
export function AdoptSecretDialog(props: AdoptSecretDialogProps) {
  const { secret, onClose, onAdopted } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const preview = useAdoptionPreview(secret);
  const adopt = useAdoptSecret(secret);
  const isReady = preview.isSuccess && !preview.isFetching && !adopt.isPending;

  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      onClose={adopt.isPending ? undefined : onClose}
      aria-labelledby={TITLE_ID}
    >
      <DialogTitle id={TITLE_ID} style={{ overflowWrap: 'anywhere' }}>
        {t('adopt.title', { name: secret.name })}
      </DialogTitle>
      <DialogContent style={{ overflowWrap: 'anywhere' }}>
        <Typography variant="body2" paragraph>
          {t('adopt.effect')}
        </Typography>
        <PlannedChanges
          title={t('adopt.planned')}
          changes={preview.data?.changes}
          error={preview.error}
          onRetry={() => preview.refetch()}
        />
        {adopt.isPending && <LinearProgress aria-label={t('adopt.running')} />}
        {adopt.error && (
          <Alert severity="error">{describeError(t, adopt.error)}</Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={adopt.isPending}>
          {t('action.cancel')}
        </Button>
        <Button
          variant="contained"
          color="primary"
          disabled={!isReady}
          onClick={() => adopt.mutate(undefined, { onSuccess: onAdopted })}
        >
          {adopt.isPending ? t('adopt.running') : t('adopt.carryOut')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
