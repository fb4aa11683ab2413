import { useState } from 'react';
import Button from '@material-ui/core/Button';
import Drawer from '@material-ui/core/Drawer';
import IconButton from '@material-ui/core/IconButton';
import Typography from '@material-ui/core/Typography';
import CloseIcon from '@material-ui/icons/Close';
import DeleteIcon from '@material-ui/icons/Delete';
import DeleteSweepIcon from '@material-ui/icons/DeleteSweep';
import SearchIcon from '@material-ui/icons/Search';
import Skeleton from '@material-ui/lab/Skeleton';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  SecretDetails,
  SecretKeyRef,
} from '@strongroom/backstage-plugin-secrets-common';
import { isErrorCode, useSecretDetails } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { DeleteSecretDialog } from '../DeleteSecretDialog';
import { ErrorMessage, StateMessage } from '../StateMessage';
import { SecretFacts } from './SecretFacts';

const TITLE_ID = 'secret-drawer-title';

const useStyles = makeStyles(theme => ({
  paper: {
    width: '50%',
    minWidth: 480,
    padding: theme.spacing(3),
    [theme.breakpoints.down('xs')]: { width: '100%', minWidth: 0 },
  },
  head: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: theme.spacing(1),
    marginBottom: theme.spacing(2),
  },
  title: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
}));

/** @internal */
export interface SecretDrawerProps {
  secretRef: SecretKeyRef;
  onClose: () => void;
  /** The store has confirmed a delete: there is nothing to show any more. */
  onDeleted: () => void;
  /** Hands on a sentence that outlives the drawer. */
  onNotice: (sentence: string) => void;
}

/** Details of one secret beside the list, followed while they are open. @internal */
export function SecretDrawer(props: SecretDrawerProps) {
  const { secretRef, onClose, onDeleted, onNotice } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const details = useSecretDetails(secretRef);
  const [deleting, setDeleting] = useState<SecretDetails>();
  const isGone = isErrorCode(
    details.error,
    'SecretNotFound',
    'NamespaceNotFound',
  );
  const secret = isGone ? undefined : details.data;
  const mayDelete =
    secret?.permissions.delete &&
    secret.managed &&
    !['Deleting', 'DeleteStuck'].includes(secret.delivery.state);

  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      PaperProps={
        {
          className: classes.paper,
          role: 'dialog',
          'aria-modal': true,
          'aria-labelledby': TITLE_ID,
        } as object
      }
    >
      <div className={classes.head}>
        <div className={classes.title}>
          <Typography variant="h5" component="h2" id={TITLE_ID}>
            {secretRef.name}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {t('details.inNamespace', { namespace: secretRef.namespace })}
          </Typography>
        </div>
        {mayDelete && (
          <Button
            startIcon={<DeleteIcon />}
            onClick={() => setDeleting(secret)}
          >
            {t('action.delete')}
          </Button>
        )}
        <IconButton
          size="small"
          aria-label={t('action.closeDetails')}
          onClick={onClose}
        >
          <CloseIcon />
        </IconButton>
      </div>
      {renderBody()}
      {deleting && (
        <DeleteSecretDialog
          secret={deleting}
          onClose={() => setDeleting(undefined)}
          onDeleted={outcome => {
            setDeleting(undefined);
            if (outcome.confirmed) {
              onNotice(t('delete.confirmed', { name: secretRef.name }));
              onDeleted();
            } else {
              onNotice(t('delete.asked', { name: secretRef.name }));
              details.refetch();
            }
          }}
        />
      )}
    </Drawer>
  );

  function renderBody() {
    if (secret) {
      return <SecretFacts secret={secret} />;
    }
    if (isGone) {
      return details.data?.delivery.state === 'Deleting' ||
        details.data?.delivery.state === 'DeleteStuck' ? (
        <StateMessage
          Icon={DeleteSweepIcon}
          title={t('state.gone.title')}
          description={t('state.gone.description')}
        />
      ) : (
        <StateMessage
          Icon={SearchIcon}
          title={t('state.notFound.title')}
          description={t('state.notFound.description', {
            name: secretRef.name,
          })}
        />
      );
    }
    if (details.error) {
      return (
        <ErrorMessage error={details.error} onRetry={() => details.refetch()} />
      );
    }
    return (
      <div role="status" aria-label={t('state.loading')}>
        <Skeleton height={40} />
        <Skeleton height={40} />
        <Skeleton height={160} />
      </div>
    );
  }
}
