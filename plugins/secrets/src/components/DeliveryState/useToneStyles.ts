import { makeStyles } from '@material-ui/core/styles';

/** Colours of the tones, for icons only: text keeps the theme's contrast. @internal */
export const useToneStyles = makeStyles(theme => ({
  good: { color: theme.palette.success.main },
  bad: { color: theme.palette.error.main },
  busy: { color: theme.palette.info.main },
  doubtful: { color: theme.palette.warning.main },
  waiting: { color: theme.palette.text.secondary },
}));
