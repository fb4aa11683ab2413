import {
  SecretPatch,
  SecretReplacement,
} from '@strongroom/backstage-plugin-secrets-common';
import { Request, Router } from 'express';
import { ChangeOptions, ChangesService } from '../../secrets';
import { Serve } from '../createServe';
import { secretId } from './secretId';
import { sendSecret } from './sendSecret';

/** Changes of values, and of what describes them. */
export function addChangeRoutes(
  router: Router,
  serve: Serve,
  service: ChangesService,
): void {
  router.patch(
    '/namespaces/:namespace/secrets/:name',
    serve('secret-update', async (caller, request, response) => {
      const secret = await service.updateSecret(
        caller,
        secretId(request),
        request.body as SecretPatch,
        changeOptions(request),
      );
      sendSecret(response, secret);
    }),
  );
  router.put(
    '/namespaces/:namespace/secrets/:name/data',
    serve('secret-update', async (caller, request, response) => {
      const secret = await service.replaceSecretData(
        caller,
        secretId(request),
        request.body as SecretReplacement,
        changeOptions(request),
      );
      sendSecret(response, secret);
    }),
  );
}

function changeOptions(request: Request): ChangeOptions {
  return {
    etag: request.header('If-Match'),
    idempotencyKey: request.header('Idempotency-Key'),
  };
}
