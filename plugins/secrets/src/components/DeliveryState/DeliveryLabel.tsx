import Tooltip from '@material-ui/core/Tooltip';
import { makeStyles } from '@material-ui/core/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { DeliveryState } from '@strongroom/backstage-plugin-secrets-common';
import { secretsTranslationRef } from '../../translation';
import { deliveryVisual } from './deliveryVisual';
import { useToneStyles } from './useToneStyles';

const useStyles = makeStyles(theme => ({
  root: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    font: 'inherit',
    whiteSpace: 'nowrap',
    verticalAlign: 'middle',
  },
}));

/** @internal */
export interface DeliveryLabelProps {
  delivery: DeliveryState;
}

/** A delivery state as icon and word, with its sentence on hover and focus. @internal */
export function DeliveryLabel(props: DeliveryLabelProps) {
  const { delivery } = props;
  const { t } = useTranslationRef(secretsTranslationRef);
  const classes = useStyles();
  const tones = useToneStyles();
  const { Icon, tone, label, sentence } = deliveryVisual(t, delivery.state);
  return (
    <Tooltip title={delivery.message ?? sentence}>
      <span className={classes.root}>
        <Icon className={tones[tone]} fontSize="small" aria-hidden />
        <span>{label}</span>
      </span>
    </Tooltip>
  );
}
