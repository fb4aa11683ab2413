import { Router } from 'express';
import { SecretsService } from '../../secrets';
import { Serve } from '../createServe';
import { sendJson } from '../sendJson';

/** What entities of the catalog use. */
export function addCatalogRoutes(
  router: Router,
  serve: Serve,
  service: SecretsService,
): void {
  router.get(
    '/entities/:kind/:namespace/:name/secrets',
    serve('secret-list', async (caller, request, response) => {
      const { kind, namespace, name } = request.params;
      const items = await service.listEntitySecrets(caller, {
        kind,
        namespace,
        name,
      });
      sendJson(response, 200, { items });
    }),
  );
}
