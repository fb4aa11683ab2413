import { Router } from 'express';
import { VersionsService } from '../../secrets';
import { Serve } from '../createServe';
import { sendJson } from '../sendJson';
import { secretId } from './secretId';
import { sendSecret } from './sendSecret';

/** Older versions of a secret. */
export function addVersionRoutes(
  router: Router,
  serve: Serve,
  service: VersionsService,
): void {
  router.get(
    '/namespaces/:namespace/secrets/:name/versions',
    serve('secret-fetch', async (caller, request, response) => {
      const items = await service.listVersions(caller, secretId(request), {
        against: request.query.against as string | undefined,
      });
      sendJson(response, 200, { items });
    }),
  );
  router.post(
    '/namespaces/:namespace/secrets/:name/versions/:version/restore',
    serve('secret-restore', async (caller, request, response) => {
      const secret = await service.restoreVersion(
        caller,
        secretId(request),
        request.params.version,
        {
          etag: request.header('If-Match'),
          idempotencyKey: request.header('Idempotency-Key'),
        },
      );
      sendSecret(response, secret);
    }),
  );
}
