export { DeliveryLabel } from './DeliveryLabel';
export { DeliverySteps } from './DeliverySteps';
export { DELIVERY_STATES, deliveryVisual } from './deliveryVisual';
export { useToneStyles } from './useToneStyles';
