import { makeStyles } from '@material-ui/core/styles';

/** Cells of one line, and which columns give way on small screens. @internal */
export const useTableStyles = makeStyles(theme => ({
  container: {
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    backgroundColor: theme.palette.background.paper,
  },
  cell: {
    whiteSpace: 'nowrap',
    wordBreak: 'normal',
    lineHeight: 1.43,
    padding: theme.spacing(1),
    [theme.breakpoints.down('xs')]: { padding: theme.spacing(1, 0.75) },
  },
  head: { fontWeight: 600, backgroundColor: theme.palette.background.paper },
  name: {
    maxWidth: 240,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    [theme.breakpoints.down('xs')]: { maxWidth: 150 },
  },
  row: { cursor: 'pointer' },
  keys: {
    maxWidth: 160,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
  },
  /** Stands in for the column that gives way. */
  underName: {
    color: theme.palette.text.secondary,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    [theme.breakpoints.up('sm')]: { display: 'none' },
  },
  fromSmall: { [theme.breakpoints.down('xs')]: { display: 'none' } },
  fromMedium: { [theme.breakpoints.down('sm')]: { display: 'none' } },
  owner: { maxWidth: 140, overflow: 'hidden', textOverflow: 'ellipsis' },
  fromExtraLarge: { [theme.breakpoints.down('lg')]: { display: 'none' } },
  fromLarge: { [theme.breakpoints.down('md')]: { display: 'none' } },
  numeric: { fontVariantNumeric: 'tabular-nums' },
}));
