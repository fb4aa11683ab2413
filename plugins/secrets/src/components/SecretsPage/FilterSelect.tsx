import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { secretsTranslationRef } from '../../translation';

const useStyles = makeStyles(theme => ({
  root: {
    width: 150,
    [theme.breakpoints.down('xs')]: {
      width: `calc(50% - ${theme.spacing(0.75)}px)`,
    },
  },
}));

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
  const classes = useStyles();
  return (
    <TextField
      select
      id={id}
      className={classes.root}
      variant="outlined"
      size="small"
      label={label}
      value={value ?? ''}
      onChange={event => onChange((event.target.value as T) || undefined)}
      InputLabelProps={{ id: `${id}-label`, shrink: true }}
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
