import {
  DeliveryStateName,
  DeliveryStep,
} from '@strongroom/backstage-plugin-secrets-common';

/** Delivery of one secret, as lists and details show it. */
export interface DeliveryView {
  state: DeliveryStateName;
  since: Date;
  message?: string;
}

/** The same with the path of the value. */
export interface DeliveryPath extends DeliveryView {
  steps: DeliveryStep[];
}
