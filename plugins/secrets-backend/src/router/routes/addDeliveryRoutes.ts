import { Router } from 'express';
import { DeliveryService } from '../../secrets';
import { Serve } from '../createServe';
import { sendJson } from '../sendJson';
import { secretId } from './secretId';

/** Carrying values to where they are used. */
export function addDeliveryRoutes(
  router: Router,
  serve: Serve,
  service: DeliveryService,
): void {
  router.post(
    '/namespaces/:namespace/secrets/:name/sync',
    serve('secret-sync', async (caller, request, response) => {
      const delivery = await service.syncSecret(caller, secretId(request), {
        idempotencyKey: request.header('Idempotency-Key'),
      });
      sendJson(response, 202, delivery);
    }),
  );
}
