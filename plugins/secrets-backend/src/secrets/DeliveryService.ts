import { Delivery } from '@strongroom/backstage-plugin-secrets-common';
import { Caller, SecretId } from './types';

/** What moves values, as the router calls it. Every method throws a SecretsError for what a caller can mend. */
export interface DeliveryService {
  /** Pushes the value and lets every consumer pull it, now. */
  syncSecret(
    caller: Caller,
    id: SecretId,
    options: { idempotencyKey?: string },
  ): Promise<Delivery>;
}
