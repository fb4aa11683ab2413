import { DeliveryStateName } from '@strongroom/backstage-plugin-secrets-common';

/** States that pass by themselves, within seconds as a rule. @internal */
export const TRANSIENT_STATES: readonly DeliveryStateName[] = [
  'Pending',
  'Pushing',
  'Deleting',
];

/** Whether a delivery is still on its way. @internal */
export function isTransient(delivery: { state: DeliveryStateName }): boolean {
  return TRANSIENT_STATES.includes(delivery.state);
}
