import { Fragment, ReactNode } from 'react';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  list: {
    ...theme.typography.body2,
    display: 'grid',
    alignItems: 'baseline',
    gridTemplateColumns: 'minmax(110px, max-content) minmax(0, 1fr)',
    columnGap: theme.spacing(2),
    rowGap: theme.spacing(1),
    margin: 0,
  },
  term: { color: theme.palette.text.secondary },
  fact: { margin: 0 },
}));

/** @internal */
export interface FactListProps {
  /** Terms with what there is to say; without a say, the term is left out. */
  facts: [string, ReactNode][];
}

/** Terms and facts side by side. @internal */
export function FactList(props: FactListProps) {
  const classes = useStyles();
  return (
    <dl className={classes.list}>
      {props.facts.map(
        ([term, fact]) =>
          fact && (
            <Fragment key={term}>
              <dt className={classes.term}>{term}</dt>
              <dd className={classes.fact}>{fact}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}
