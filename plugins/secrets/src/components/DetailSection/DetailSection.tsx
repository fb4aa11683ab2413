import { ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: { marginTop: theme.spacing(3) },
  title: { marginBottom: theme.spacing(1) },
  body: { ...theme.typography.body2, overflowWrap: 'anywhere' },
}));

/** @internal */
export interface DetailSectionProps {
  title: string;
  children: ReactNode;
}

/** A part of the details under its heading. @internal */
export function DetailSection(props: DetailSectionProps) {
  const classes = useStyles();
  return (
    <section className={classes.root}>
      <Typography variant="h6" component="h3" className={classes.title}>
        {props.title}
      </Typography>
      <div className={classes.body}>{props.children}</div>
    </section>
  );
}
