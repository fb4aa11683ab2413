import { useCallback } from 'react';
import InputAdornment from '@material-ui/core/InputAdornment';
import TextField from '@material-ui/core/TextField';
import SearchIcon from '@material-ui/icons/Search';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { InstallationConfig } from '@strongroom/backstage-plugin-secrets-common';
import { categoryLabel, secretTypeLabel } from '../../presentation';
import { secretsTranslationRef } from '../../translation';
import { DELIVERY_STATES } from '../DeliveryState';
import { FilterSelect } from './FilterSelect';
import { SecretFilters } from './types';
import { useDebounced } from './useDebounced';
import { useFilterStyles } from './useFilterStyles';

const SEARCH_SETTLES_MS = 400;

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(1.5),
    marginBottom: theme.spacing(2),
  },
}));

/** @internal */
export interface FilterBarProps {
  config: InstallationConfig;
  filters: SecretFilters;
  /** Planes that can be chosen, as `Kind/name`. */
  planes: string[];
  /** The viewer is about to choose a plane. */
  onPlanesWanted: () => void;
  onChange: (change: Partial<SecretFilters>) => void;
}

/** Search and filters of the list. @internal */
export function FilterBar(props: FilterBarProps) {
  const { config, filters, planes, onPlanesWanted, onChange } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const styles = useFilterStyles();
  // What is being typed stays out of the address until it rests.
  const settle = useCallback(
    (q: string) => onChange({ q: q.slice(0, 253) || undefined }),
    [onChange],
  );
  const [text, setText] = useDebounced(
    filters.q ?? '',
    settle,
    SEARCH_SETTLES_MS,
  );
  return (
    <div role="search" aria-label={t('filter.label')} className={classes.root}>
      <TextField
        id="secrets-filter-search"
        className={styles.search}
        variant="outlined"
        size="small"
        label={t('filter.search')}
        placeholder={t('filter.searchHint')}
        value={text}
        onChange={event => setText(event.target.value)}
        InputLabelProps={{ className: styles.label }}
        InputProps={{
          startAdornment: (
            <InputAdornment position="start">
              <SearchIcon fontSize="small" aria-hidden />
            </InputAdornment>
          ),
        }}
        inputProps={{ type: 'search', autoComplete: 'off', maxLength: 253 }}
      />
      <FilterSelect
        id="secrets-filter-type"
        label={t('filter.type')}
        value={filters.type}
        options={config.types.map(type => [type, secretTypeLabel(t, type)])}
        onChange={type => onChange({ type })}
      />
      <FilterSelect
        id="secrets-filter-category"
        label={t('filter.category')}
        value={filters.category}
        options={config.categories.map(category => [
          category,
          categoryLabel(t, category),
        ])}
        onChange={category => onChange({ category })}
      />
      <FilterSelect
        id="secrets-filter-plane"
        label={t('filter.plane')}
        value={filters.plane}
        options={planes.map(plane => [plane, plane])}
        onOpen={onPlanesWanted}
        onChange={plane => onChange({ plane })}
      />
      <FilterSelect
        id="secrets-filter-state"
        label={t('filter.state')}
        value={filters.state}
        options={DELIVERY_STATES.map(state => [
          state,
          t(`delivery.${state}.label`),
        ])}
        onChange={state => onChange({ state })}
      />
    </div>
  );
}
