import { makeStyles } from '@material-ui/core/styles';

/** How the steps of a change look. @internal */
export const useStepStyles = makeStyles(theme => ({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(2),
    overflowWrap: 'anywhere',
  },
  head: { '&:focus': { outline: 'none' } },
}));
