import { ReactNode } from 'react';
import Typography from '@material-ui/core/Typography';
import { SvgIconProps } from '@material-ui/core/SvgIcon';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    textAlign: 'center',
    gap: theme.spacing(1),
    padding: theme.spacing(6, 2),
  },
  icon: { fontSize: 48, color: theme.palette.text.secondary },
  text: { maxWidth: 560, overflowWrap: 'anywhere' },
  action: { marginTop: theme.spacing(2) },
}));

/** @internal */
export interface StateMessageProps {
  Icon: React.ComponentType<SvgIconProps>;
  title: string;
  description: ReactNode;
  action?: ReactNode;
  /** `alert` for what went wrong, `status` for the rest. */
  role?: 'alert' | 'status';
}

/** What stands in place of a table: why there is none, and what to do. @internal */
export function StateMessage(props: StateMessageProps) {
  const { Icon, title, description, action, role = 'status' } = props;
  const classes = useStyles();
  return (
    <div className={classes.root} role={role}>
      <Icon className={classes.icon} aria-hidden />
      <Typography variant="h5" component="h2">
        {title}
      </Typography>
      <Typography
        variant="body1"
        component="div"
        color="textSecondary"
        className={classes.text}
      >
        {description}
      </Typography>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  );
}
