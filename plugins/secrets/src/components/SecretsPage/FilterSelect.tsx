import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';
import { useFilterStyles } from './useFilterStyles';

/** @internal */
export interface FilterSelectProps<T extends string> {
  id: string;
  label: string;
  value: T | undefined;
  /** Values with their labels. */
  options: [T, string][];
  onChange: (value: T | undefined) => void;
  /** Told when the choices come into view. */
  onOpen?: () => void;
}

/** One filter: any value, or one of a few. @internal */
export function FilterSelect<T extends string>(props: FilterSelectProps<T>) {
  const { id, label, value, options, onChange, onOpen } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useFilterStyles();
  return (
    <TextField
      select
      id={id}
      className={classes.choice}
      variant="outlined"
      size="small"
      label={label}
      value={value ?? ''}
      onChange={event => onChange((event.target.value as T) || undefined)}
      InputLabelProps={{
        id: `${id}-label`,
        className: classes.label,
        shrink: true,
      }}
      SelectProps={{
        displayEmpty: true,
        onOpen,
        labelId: `${id}-label`,
        renderValue: selected =>
          options.find(([option]) => option === selected)?.[1] ??
          t('filter.any'),
      }}
    >
      <MenuItem value="">{t('filter.any')}</MenuItem>
      {options.map(([option, text]) => (
        <MenuItem key={option} value={option}>
          {text}
        </MenuItem>
      ))}
    </TextField>
  );
}
