import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import LinearProgress from '@material-ui/core/LinearProgress';
import Typography from '@material-ui/core/Typography';
import Alert from '@material-ui/lab/Alert';
import Skeleton from '@material-ui/lab/Skeleton';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SecretDetails,
  SecretVersion,
} from '@strongroom/backstage-plugin-secrets-common';
import { useRestoreVersion, useVersions } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { KeyChangeList } from '../KeyChips';
import { describeError } from '../StateMessage';

const TITLE_ID = 'restore-version-title';

/** @internal */
export interface RestoreDialogProps {
  /** The secret as the viewer saw it. */
  secret: SecretDetails;
  version: SecretVersion;
  /** The version that is the present one. */
  current: SecretVersion | undefined;
  onClose: () => void;
  onRestored: () => void;
}

/** Says what would change if an older version became the present one, and does it. @internal */
export function RestoreDialog(props: RestoreDialogProps) {
  const { secret, version, current, onClose, onRestored } = props;
  const { id } = version;
  const { t } = useTranslationRef(secretsTranslationRef);
  const versions = useVersions(secret, current?.id);
  const restore = useRestoreVersion(secret, id);
  const compared = versions.isPlaceholderData
    ? undefined
    : versions.data?.find(other => other.id === id);

  return (
    <Dialog
      open
      fullWidth
      maxWidth="sm"
      onClose={restore.isPending ? undefined : onClose}
      aria-labelledby={TITLE_ID}
    >
      <DialogTitle id={TITLE_ID} style={{ overflowWrap: 'anywhere' }}>
        {t('versions.restoreTitle', { id, name: secret.name })}
      </DialogTitle>
      <DialogContent style={{ overflowWrap: 'anywhere' }}>
        <Typography variant="body2" paragraph>
          {t('versions.restoreEffect', { id })}
        </Typography>
        <Typography variant="subtitle2" component="h3" gutterBottom>
          {t('versions.restoreChanges')}
        </Typography>
        <Typography variant="body2" component="div" paragraph>
          {renderChanges()}
        </Typography>
        <Typography variant="body2">{t('versions.restoreBlind')}</Typography>
        {restore.isPending && (
          <LinearProgress aria-label={t('versions.restoring')} />
        )}
        {restore.error && (
          <Alert severity="error">{describeError(t, restore.error)}</Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={restore.isPending}>
          {t('action.cancel')}
        </Button>
        <Button
          variant="contained"
          color="primary"
          disabled={restore.isPending}
          onClick={() => restore.mutate(undefined, { onSuccess: onRestored })}
        >
          {restore.isPending ? t('versions.restoring') : t('versions.restore')}
        </Button>
      </DialogActions>
    </Dialog>
  );

  function renderChanges() {
    if (compared?.changes) {
      return <KeyChangeList changes={compared.changes} />;
    }
    return versions.isFetching ? (
      <Skeleton height={40} />
    ) : (
      t('versions.unknownChanges')
    );
  }
}
