import Button from '@material-ui/core/Button';
import HistoryIcon from '@material-ui/icons/History';
import SearchIcon from '@material-ui/icons/Search';
import Alert from '@material-ui/lab/Alert';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { isErrorCode, useActivity } from '../../queries';
import { secretsTranslationRef } from '../../translation';
import {
  ActivityTable,
  hideBegun,
  MoreButton,
  RecordVerification,
} from '../Activity';
import { SecretsTableSkeleton } from '../SecretsTable';
import { describeError, ErrorMessage, StateMessage } from '../StateMessage';
import { ActivityFilterBar } from './ActivityFilterBar';
import { isActivityFiltered, toActivityQuery } from './activityParameters';
import { SecretsLocation } from './types';

const NO_FILTERS = {
  name: undefined,
  actor: undefined,
  action: undefined,
  outcome: undefined,
  since: undefined,
  until: undefined,
};

/** @internal */
export interface ActivityViewProps {
  location: SecretsLocation;
}

/** What was done with the secrets that the viewer may see, and whether the record of it is whole. @internal */
export function ActivityView({ location }: ActivityViewProps) {
  const { namespace, activity: filters } = location;
  const { t } = useTranslationRef(secretsTranslationRef);
  const activity = useActivity(toActivityQuery(namespace, filters));

  return (
    <>
      <RecordVerification />
      <ActivityFilterBar filters={filters} onChange={location.setActivity} />
      {renderRows()}
    </>
  );

  function renderRows() {
    const { data, error } = activity;
    if (
      error &&
      (!data || isErrorCode(error, 'NotAllowed', 'NotAuthenticated'))
    ) {
      return <ErrorMessage error={error} onRetry={() => activity.refetch()} />;
    }
    if (!data) {
      return <SecretsTableSkeleton />;
    }
    const rows = hideBegun(data.pages.flatMap(({ items }) => items));
    return (
      <>
        {rows.length > 0 ? (
          <ActivityTable rows={rows} hrefOf={location.hrefOf} />
        ) : (
          renderNothing()
        )}
        {error && <Alert severity="error">{describeError(t, error)}</Alert>}
        <MoreButton activity={activity} />
      </>
    );
  }

  function renderNothing() {
    if (activity.hasNextPage) {
      return <p>{t('activity.unread')}</p>;
    }
    if (!isActivityFiltered(filters)) {
      return (
        <StateMessage
          Icon={HistoryIcon}
          title={t('activity.nothingTitle')}
          description={t('activity.nothingDescription')}
        />
      );
    }
    return (
      <StateMessage
        Icon={SearchIcon}
        title={t('activity.noMatchTitle')}
        description={t('activity.noMatchDescription')}
        action={
          <Button
            variant="outlined"
            onClick={() => location.setActivity(NO_FILTERS)}
          >
            {t('action.clearFilters')}
          </Button>
        }
      />
    );
  }
}
