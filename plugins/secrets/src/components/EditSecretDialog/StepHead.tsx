import Typography from '@material-ui/core/Typography';
import { useInitialFocus } from '../../presentation';
import { useStepStyles } from './useStepStyles';

/** @internal */
export interface StepHeadProps {
  children: string;
}

/** The head of a step, which has the focus when the step comes up. @internal */
export function StepHead({ children }: StepHeadProps) {
  const classes = useStepStyles();
  const head = useInitialFocus<HTMLHeadingElement>();
  return (
    <Typography
      variant="h6"
      component="h3"
      ref={head}
      tabIndex={-1}
      className={classes.head}
    >
      {children}
    </Typography>
  );
}
