import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { RECORDED_ACTIONS, RECORDED_OUTCOMES } from '../Activity';
import { FilterSelect } from './FilterSelect';
import { FilterText } from './FilterText';
import { ActivityFilters } from './types';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1.5),
    marginBottom: theme.spacing(2),
  },
}));

/** @internal */
export interface ActivityFilterBarProps {
  filters: ActivityFilters;
  onChange: (change: ActivityFilters) => void;
}

/** What narrows the activity. @internal */
export function ActivityFilterBar(props: ActivityFilterBarProps) {
  const { filters, onChange } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  return (
    <div
      className={classes.root}
      role="search"
      aria-label={t('activity.filter.label')}
    >
      <FilterText
        id="activity-filter-actor"
        label={t('activity.filter.actor')}
        placeholder={t('activity.filter.actorHint')}
        maxLength={512}
        value={filters.actor}
        onChange={actor => onChange({ actor })}
      />
      <FilterText
        id="activity-filter-name"
        label={t('activity.filter.name')}
        placeholder={t('activity.filter.nameHint')}
        maxLength={253}
        value={filters.name}
        onChange={name => onChange({ name })}
      />
      <FilterSelect
        id="activity-filter-action"
        label={t('activity.filter.action')}
        value={filters.action}
        options={RECORDED_ACTIONS.map(action => [
          action,
          t(`activity.did.${action}`),
        ])}
        onChange={action => onChange({ action })}
      />
      <FilterSelect
        id="activity-filter-outcome"
        label={t('activity.filter.outcome')}
        value={filters.outcome}
        options={RECORDED_OUTCOMES.map(outcome => [
          outcome,
          t(`activity.outcome.${outcome}`),
        ])}
        onChange={outcome => onChange({ outcome })}
      />
      <FilterText
        id="activity-filter-since"
        type="date"
        label={t('activity.filter.since')}
        value={filters.since}
        onChange={since => onChange({ since })}
      />
      <FilterText
        id="activity-filter-until"
        type="date"
        label={t('activity.filter.until')}
        value={filters.until}
        onChange={until => onChange({ until })}
      />
    </div>
  );
}
