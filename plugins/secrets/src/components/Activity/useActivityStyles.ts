import { makeStyles, Theme } from '@material-ui/core/styles';

const cell = (theme: Theme) => ({
  verticalAlign: 'top',
  lineHeight: 1.43,
  padding: theme.spacing(1),
  overflowWrap: 'anywhere' as const,
});

const head = (theme: Theme) => ({
  ...cell(theme),
  fontWeight: 600,
  whiteSpace: 'nowrap' as const,
});

/** Cells that break their lines, and which columns give way on small screens. @internal */
export const useActivityStyles = makeStyles(theme => {
  const fromSmall = { [theme.breakpoints.down('xs')]: { display: 'none' } };
  const fromMedium = { [theme.breakpoints.down('sm')]: { display: 'none' } };
  return {
    container: {
      border: `1px solid ${theme.palette.divider}`,
      borderRadius: theme.shape.borderRadius,
      backgroundColor: theme.palette.background.paper,
      marginBottom: theme.spacing(2),
    },
    head: head(theme),
    headFromSmall: { ...head(theme), ...fromSmall },
    headFromMedium: { ...head(theme), ...fromMedium },
    cell: cell(theme),
    time: {
      ...cell(theme),
      whiteSpace: 'nowrap',
      fontVariantNumeric: 'tabular-nums',
      ...fromSmall,
    },
    who: { ...cell(theme), ...fromMedium },
    outcome: { ...cell(theme), ...fromSmall },
    /** Stand in for the columns that give way. */
    whoBelow: {
      color: theme.palette.text.secondary,
      [theme.breakpoints.up('md')]: { display: 'none' },
    },
    outcomeBelow: { [theme.breakpoints.up('sm')]: { display: 'none' } },
    about: {
      color: theme.palette.text.secondary,
      maxWidth: 480,
    },
    visual: {
      display: 'flex',
      alignItems: 'flex-start',
      gap: theme.spacing(0.75),
    },
  };
});
