import CancelIcon from '@material-ui/icons/Cancel';
import CheckCircleIcon from '@material-ui/icons/CheckCircle';
import CloudOffIcon from '@material-ui/icons/CloudOff';
import DeleteSweepIcon from '@material-ui/icons/DeleteSweep';
import HelpOutlineIcon from '@material-ui/icons/HelpOutline';
import HourglassEmptyIcon from '@material-ui/icons/HourglassEmpty';
import ReportProblemIcon from '@material-ui/icons/ReportProblem';
import SyncIcon from '@material-ui/icons/Sync';
import { SvgIconProps } from '@material-ui/core/SvgIcon';
import { ComponentType } from 'react';
import { DeliveryStateName } from '@strongroom/backstage-plugin-secrets-common';
import { SecretsTranslator } from '../../translation';

/** The states in the order of the filter: what needs attention first. @internal */
export const DELIVERY_STATES: readonly DeliveryStateName[] = [
  'Failed',
  'SourceMissing',
  'DeleteStuck',
  'Unreachable',
  'Pending',
  'Pushing',
  'Deleting',
  'Synced',
  'Unknown',
];

/** How a state looks and what it says. @internal */
export interface DeliveryVisual {
  Icon: ComponentType<SvgIconProps>;
  tone: 'good' | 'bad' | 'busy' | 'doubtful';
  label: string;
  sentence: string;
}

/** Icon, tone, word and sentence of a delivery state. @internal */
export function deliveryVisual(
  t: SecretsTranslator,
  state: DeliveryStateName,
): DeliveryVisual {
  const text = {
    label: t(`delivery.${state}.label`),
    sentence: t(`delivery.${state}.sentence`),
  };
  switch (state) {
    case 'Synced':
      return { ...text, Icon: CheckCircleIcon, tone: 'good' };
    case 'Pending':
      return { ...text, Icon: HourglassEmptyIcon, tone: 'busy' };
    case 'Pushing':
      return { ...text, Icon: SyncIcon, tone: 'busy' };
    case 'Deleting':
      return { ...text, Icon: DeleteSweepIcon, tone: 'busy' };
    case 'Failed':
      return { ...text, Icon: CancelIcon, tone: 'bad' };
    case 'SourceMissing':
      return { ...text, Icon: ReportProblemIcon, tone: 'bad' };
    case 'DeleteStuck':
      return { ...text, Icon: ReportProblemIcon, tone: 'bad' };
    case 'Unreachable':
      return { ...text, Icon: CloudOffIcon, tone: 'doubtful' };
    default:
      return { ...text, Icon: HelpOutlineIcon, tone: 'doubtful' };
  }
}
