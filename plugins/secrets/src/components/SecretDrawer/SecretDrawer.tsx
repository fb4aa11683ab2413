import { lazy, Suspense, useRef, useState } from 'react';
import Button from '@material-ui/core/Button';
import Drawer from '@material-ui/core/Drawer';
import IconButton from '@material-ui/core/IconButton';
import Typography from '@material-ui/core/Typography';
import CloseIcon from '@material-ui/icons/Close';
import DeleteIcon from '@material-ui/icons/Delete';
import DeleteSweepIcon from '@material-ui/icons/DeleteSweep';
import EditIcon from '@material-ui/icons/Edit';
import SearchIcon from '@material-ui/icons/Search';
import Skeleton from '@material-ui/lab/Skeleton';
import { makeStyles } from '@material-ui/core/styles';
import { Progress } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DeleteOutcome,
  SecretDetails,
  SecretKeyRef,
} from '@strongroom/backstage-plugin-secrets-common';
import { isErrorCode, useSecretDetails } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { ActivitySection } from '../Activity';
import { AdoptSecretDialog } from '../AdoptSecretDialog';
import { DeleteSecretDialog } from '../DeleteSecretDialog';
import { EditMode } from '../EditSecretDialog';
import { ErrorMessage, StateMessage } from '../StateMessage';
import { allowedActions, isLeaving } from './allowedActions';
import { SecretFacts } from './SecretFacts';

const EditSecretDialog = lazy(() =>
  import('../EditSecretDialog').then(module => ({
    default: module.EditSecretDialog,
  })),
);

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
  name: { '&:focus': { outline: 'none' } },
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
  const title = useRef<HTMLHeadingElement>(null);
  const details = useSecretDetails(secretRef);
  const [adopting, setAdopting] = useState<SecretDetails>();
  const [deleting, setDeleting] = useState<SecretDetails>();
  const [editing, setEditing] = useState<{
    secret: SecretDetails;
    mode: EditMode;
  }>();
  const isGone = isErrorCode(
    details.error,
    'SecretNotFound',
    'NamespaceNotFound',
  );
  const secret = isGone ? undefined : details.data;
  const allowed = secret && allowedActions(secret);
  const wasDeleted = isGone && details.data && isLeaving(details.data);
  // The row that the focus would go back to is gone with the secret.
  const close = wasDeleted ? onDeleted : onClose;

  function startEditing(seen: SecretDetails) {
    // Of a value that is gone, no key can stay as it is.
    const isGoneThere = seen.delivery.state === 'SourceMissing';
    setEditing({ secret: seen, mode: isGoneThere ? 'all' : 'some' });
  }

  function finishDelete(outcome: DeleteOutcome) {
    setDeleting(undefined);
    if (outcome.confirmed) {
      onNotice(t('delete.confirmed', { name: secretRef.name }));
      onDeleted();
    } else {
      onNotice(t('delete.asked', { name: secretRef.name }));
      details.refetch();
    }
  }

  return (
    <Drawer
      anchor="right"
      open
      onClose={close}
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
          <Typography
            ref={title}
            tabIndex={-1}
            variant="h5"
            component="h2"
            id={TITLE_ID}
            className={classes.name}
          >
            {secretRef.name}
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {t('details.inNamespace', { namespace: secretRef.namespace })}
          </Typography>
        </div>
        {secret && allowed?.edit && (
          <Button startIcon={<EditIcon />} onClick={() => startEditing(secret)}>
            {t('action.edit')}
          </Button>
        )}
        {allowed?.delete && (
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
          onClick={close}
        >
          <CloseIcon />
        </IconButton>
      </div>
      {renderBody()}
      {adopting && (
        <AdoptSecretDialog
          secret={adopting}
          onClose={() => setAdopting(undefined)}
          onAdopted={() => {
            setAdopting(undefined);
            onNotice(t('adopt.done', { name: secretRef.name }));
            // What opened the dialog is gone.
            setTimeout(() => title.current?.focus());
          }}
        />
      )}
      {deleting && (
        <DeleteSecretDialog
          secret={deleting}
          onClose={() => setDeleting(undefined)}
          onDeleted={finishDelete}
        />
      )}
      {editing && (
        <Suspense fallback={<Progress />}>
          <EditSecretDialog
            {...editing}
            onClose={() => setEditing(undefined)}
          />
        </Suspense>
      )}
    </Drawer>
  );

  function renderBody() {
    if (secret) {
      return (
        <SecretFacts
          secret={secret}
          onEdit={() => startEditing(secret)}
          onAdopt={() => setAdopting(secret)}
          onDeleted={finishDelete}
          onNotice={onNotice}
        />
      );
    }
    if (isGone) {
      return (
        <>
          {wasDeleted ? (
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
          )}
          <ActivitySection secret={secretRef} />
        </>
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
