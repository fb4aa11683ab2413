import BlockIcon from '@material-ui/icons/Block';
import CancelIcon from '@material-ui/icons/Cancel';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';

/** Icon and tone of each way in which something ends. @internal */
export const OUTCOME_VISUALS = {
  intent: { Icon: HourglassEmptyIcon, tone: 'busy' },
  success: { Icon: CheckCircleIcon, tone: 'good' },
  failure: { Icon: CancelIcon, tone: 'bad' },
  denied: { Icon: BlockIcon, tone: 'bad' },
} as const;
