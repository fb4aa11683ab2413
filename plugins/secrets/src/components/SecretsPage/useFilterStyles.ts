import { makeStyles } from '@material-ui/core/styles';

/** How wide filters are, and how their labels stand out from the page. @internal */
export const useFilterStyles = makeStyles(theme => ({
  search: { flex: '1 1 220px' },
  text: { flex: '1 1 130px' },
  choice: {
    width: 150,
    [theme.breakpoints.down('xs')]: {
      width: `calc(50% - ${theme.spacing(0.75)}px)`,
    },
  },
  /** Themes choose their secondary colour for paper; on the page it is below the contrast of WCAG 2 AA. */
  label: { '&:not(.Mui-focused)': { color: theme.palette.text.primary } },
}));
