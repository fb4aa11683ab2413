import Chip from '@material-ui/core/Chip';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.75),
    listStyle: 'none',
    margin: 0,
    padding: 0,
  },
  chip: { margin: 0, maxWidth: '100%' },
}));

/** @internal */
export interface KeyChipsProps {
  names: readonly string[];
}

/** Names side by side: keys, or labels. @internal */
export function KeyChips(props: KeyChipsProps) {
  const classes = useStyles();
  return (
    <ul className={classes.list}>
      {props.names.map(name => (
        <li key={name}>
          <Chip
            size="small"
            variant="outlined"
            label={name}
            className={classes.chip}
          />
        </li>
      ))}
    </ul>
  );
}
