import { useState } from 'react';
import Button from '@material-ui/core/Button';
import LinearProgress from '@material-ui/core/LinearProgress';
import SearchIcon from '@material-ui/icons/Search';
import VpnKeyIcon from '@material-ui/icons/VpnKey';
import Alert from '@material-ui/lab/Alert';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { InstallationConfig } from '@strongroom/backstage-plugin-secrets-common';
import { formatAge } from '../../presentation';
import { isErrorCode, useSecretList } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import { SecretsTable, SecretsTableSkeleton } from '../SecretsTable';
import {
  describeError,
  ErrorMessage,
  ProblemsBanner,
  StateMessage,
} from '../StateMessage';
import { FilterBar } from './FilterBar';
import { isFiltered, writeFilters } from './filterParameters';
import { SecretsPagination } from './SecretsPagination';
import { SecretsLocation } from './types';
import { useCursorPaging } from './useCursorPaging';
import { useOfferedPlanes } from './useOfferedPlanes';

const useStyles = makeStyles(theme => ({
  progress: { height: 2, marginBottom: -2 },
  stale: { marginBottom: theme.spacing(2) },
}));

const NO_FILTERS = {
  q: undefined,
  type: undefined,
  category: undefined,
  plane: undefined,
  state: undefined,
};

/** @internal */
export interface SecretsListProps {
  config: InstallationConfig;
  location: SecretsLocation;
  /** Opens the create dialog; undefined when the viewer may not create here. */
  onCreate?: () => void;
}

/** Filters, table and pages over what the server found. @internal */
export function SecretsList(props: SecretsListProps) {
  const { config, location, onCreate } = props;
  const { namespace, filters } = location;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const [pageSize, setPageSize] = useState(50);
  const paging = useCursorPaging(
    `${namespace ?? ''}?${writeFilters(filters)}&${pageSize}`,
  );
  const list = useSecretList({
    ...filters,
    namespace: namespace ? [namespace] : undefined,
    limit: pageSize,
    cursor: paging.cursor,
  });
  const rows = list.data?.items ?? [];
  const [planesWanted, setPlanesWanted] = useState(false);
  const planes = useOfferedPlanes(namespace, rows, filters.plane, planesWanted);

  return (
    <>
      <FilterBar
        config={config}
        filters={filters}
        planes={planes}
        onPlanesWanted={() => setPlanesWanted(true)}
        onChange={location.setFilters}
      />
      {list.data && <ProblemsBanner problems={list.data.problems} />}
      {list.data && list.error && !isFinal(list.error) && (
        <Alert severity="warning" className={classes.stale}>
          {t('state.stale', {
            age: formatAge(
              new Date(list.dataUpdatedAt).toISOString(),
              Date.now(),
            ),
            reason: describeError(t, list.error),
          })}
        </Alert>
      )}
      {list.isPlaceholderData && (
        <LinearProgress
          className={classes.progress}
          aria-label={t('state.loading')}
        />
      )}
      {renderRows()}
    </>
  );

  function renderRows() {
    if (list.error && (!list.data || isFinal(list.error))) {
      return <ErrorMessage error={list.error} onRetry={() => list.refetch()} />;
    }
    if (!list.data) {
      return <SecretsTableSkeleton />;
    }
    if (list.data.totalItems === 0) {
      return renderNothing(list.data.problems.length > 0);
    }
    return (
      <>
        <SecretsTable
          secrets={rows}
          showNamespace={namespace === undefined}
          location={location}
        />
        <SecretsPagination
          total={list.data.totalItems}
          shown={rows.length}
          page={paging.page}
          pageSize={pageSize}
          nextCursor={
            list.isPlaceholderData ? undefined : list.data.pageInfo.nextCursor
          }
          onNext={paging.next}
          onPrevious={paging.previous}
          onPageSize={setPageSize}
        />
      </>
    );
  }

  function renderNothing(partial: boolean) {
    if (isFiltered(filters)) {
      return (
        <StateMessage
          Icon={SearchIcon}
          title={t('state.noMatch.title')}
          description={t('state.noMatch.description')}
          action={
            <Button
              variant="outlined"
              onClick={() => location.setFilters(NO_FILTERS)}
            >
              {t('action.clearFilters')}
            </Button>
          }
        />
      );
    }
    return (
      <StateMessage
        Icon={VpnKeyIcon}
        title={partial ? t('state.partial.title') : t('state.empty.title')}
        description={
          partial
            ? t('state.partial.description')
            : t('state.empty.description')
        }
        action={
          onCreate && (
            <Button variant="outlined" color="primary" onClick={onCreate}>
              {t('action.createFirst')}
            </Button>
          )
        }
      />
    );
  }
}

/** An answer that takes access away: rows shown before must go. */
function isFinal(error: unknown): boolean {
  return isErrorCode(
    error,
    'NotAllowed',
    'NotAuthenticated',
    'FeatureDisabled',
    'NamespaceNotFound',
  );
}
