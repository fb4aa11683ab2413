import { ComponentType, ReactNode } from 'react';
import { SvgIconProps } from '@material-ui/core/SvgIcon';
import Typography from '@material-ui/core/Typography';
import { makeStyles } from '@material-ui/core/styles';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    minHeight: 40,
    padding: theme.spacing(0.25, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
  },
  text: { flexGrow: 1, minWidth: 0, overflowWrap: 'anywhere' },
  action: { flexShrink: 0 },
}));

/** @internal */
export interface GivenMaterialProps {
  label: string;
  Icon: ComponentType<SvgIconProps>;
  /** Where the value comes from, never the value. */
  text: string;
  action: ReactNode;
}

/** Stands in place of a field whose value is not typed. @internal */
export function GivenMaterial(props: GivenMaterialProps) {
  const { label, Icon, text, action } = props;
  const classes = useStyles();
  return (
    <div className={classes.root} role="group" aria-label={label}>
      <Icon fontSize="small" aria-hidden />
      <Typography variant="body2" className={classes.text}>
        {label}: {text}
      </Typography>
      <div className={classes.action}>{action}</div>
    </div>
  );
}
