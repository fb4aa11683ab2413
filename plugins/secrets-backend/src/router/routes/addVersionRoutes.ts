import { Router } from 'express';
import { VersionsService } from '../../secrets';
import { Serve } from '../createServe';
import { sendJson } from '../sendJson';
import { secretId } from './secretId';

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
}
