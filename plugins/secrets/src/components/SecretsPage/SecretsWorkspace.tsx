import { lazy, Suspense, useRef, useState } from 'react';
import Snackbar from '@material-ui/core/Snackbar';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Progress } from '@backstage/core-components';
import {
  InstallationConfig,
  Namespace,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { FindingsView } from '../Findings';
import { SecretDrawer } from '../SecretDrawer';
import { StateMessage } from '../StateMessage';
import FolderOpenIcon from '@material-ui/icons/FolderOpen';
import { ActivityView } from './ActivityView';
import { CreateButton } from './CreateButton';
import { NamespacePicker } from './NamespacePicker';
import { SecretsList } from './SecretsList';
import { SecretsTabs, TAB_PANEL_ID, tabId } from './SecretsTabs';
import { useRememberedNamespace } from './useRememberedNamespace';
import { useSecretsLocation } from './useSecretsLocation';

const CreateSecretDialog = lazy(() =>
  import('../CreateSecretDialog').then(module => ({
    default: module.CreateSecretDialog,
  })),
);

const LinkSecretDialog = lazy(() =>
  import('../LinkSecretDialog').then(module => ({
    default: module.LinkSecretDialog,
  })),
);

const NOTICE_MS = 8_000;

const useStyles = makeStyles(theme => ({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(2),
    marginBottom: theme.spacing(2),
  },
  list: { '&:focus': { outline: 'none' } },
}));

/** @internal */
export interface SecretsWorkspaceProps {
  config: InstallationConfig;
  /** The namespaces the viewer may see; at least one. */
  namespaces: Namespace[];
}

/** Namespace, list, details and the way to create: the page when all is well. @internal */
export function SecretsWorkspace(props: SecretsWorkspaceProps) {
  const { config, namespaces } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const [home, remember] = useRememberedNamespace(namespaces);
  const location = useSecretsLocation(home);
  const [making, setMaking] = useState<'new' | 'link'>();
  const [notice, setNotice] = useState('');
  const list = useRef<HTMLDivElement>(null);

  const { namespace } = location;
  const current = namespaces.find(({ name }) => name === namespace);
  const absent = namespace !== undefined && !current;
  const mayCreate = (current ? [current] : namespaces).some(
    ({ permissions }) => permissions.create,
  );
  const MakeDialog = making === 'link' ? LinkSecretDialog : CreateSecretDialog;
  const openCreate = mayCreate && !absent ? () => setMaking('new') : undefined;

  /** For when what had the focus is going; after the dialog has tried to give it back. */
  function focusList() {
    setTimeout(() => list.current?.focus());
  }

  return (
    <>
      <div className={classes.head}>
        <NamespacePicker
          namespaces={namespaces}
          value={namespace}
          onChange={next => {
            remember(next);
            location.showNamespace(next);
          }}
        />
        {openCreate && (
          <CreateButton
            onCreate={openCreate}
            onLink={() => setMaking('link')}
          />
        )}
      </div>
      {absent ? (
        <StateMessage
          Icon={FolderOpenIcon}
          title={t('state.noNamespace.title')}
          description={t('state.noNamespace.description', { namespace })}
        />
      ) : (
        <>
          <SecretsTabs location={location} />
          <div
            role="tabpanel"
            id={TAB_PANEL_ID}
            aria-labelledby={tabId(location.view)}
          >
            <div
              ref={list}
              role="region"
              aria-label={
                {
                  list: t('table.region'),
                  findings: t('findings.region'),
                  activity: t('activity.region'),
                }[location.view]
              }
              tabIndex={-1}
              className={classes.list}
            >
              {location.view === 'list' && (
                <SecretsList
                  config={config}
                  location={location}
                  onCreate={openCreate}
                />
              )}
              {location.view === 'findings' && (
                <FindingsView
                  namespace={location.namespace}
                  hrefOf={location.hrefOf}
                  onSettled={focusList}
                />
              )}
              {location.view === 'activity' && (
                <ActivityView location={location} />
              )}
            </div>
          </div>
        </>
      )}
      {!absent && location.open && (
        <SecretDrawer
          key={`${location.open.namespace}/${location.open.name}`}
          secretRef={location.open}
          onClose={location.closeSecret}
          onNotice={setNotice}
          onDeleted={() => {
            location.closeSecret();
            focusList();
          }}
        />
      )}
      {making && (
        <Suspense fallback={<Progress />}>
          <MakeDialog
            config={config}
            namespaces={namespaces}
            namespace={namespace}
            onClose={() => setMaking(undefined)}
          />
        </Suspense>
      )}
      <Snackbar
        open={notice !== ''}
        autoHideDuration={NOTICE_MS}
        onClose={(_event, reason) => reason !== 'clickaway' && setNotice('')}
        message={<span style={{ overflowWrap: 'anywhere' }}>{notice}</span>}
      />
    </>
  );
}
