import { Router } from 'express';
import { SecretsService } from '../../secrets';
import { Serve } from '../createServe';
import { sendJson } from '../sendJson';

/** What the installation offers, and where. */
export function addInstallationRoutes(
  router: Router,
  serve: Serve,
  service: SecretsService,
): void {
  router.get(
    '/config',
    serve(undefined, async (caller, _request, response) => {
      sendJson(response, 200, await service.getConfig(caller));
    }),
  );
  router.get(
    '/namespaces',
    serve('secret-list', async (caller, _request, response) => {
      sendJson(response, 200, { items: await service.listNamespaces(caller) });
    }),
  );
  router.get(
    '/namespaces/:namespace/planes',
    serve('secret-list', async (caller, request, response) => {
      const items = await service.listPlanes(caller, request.params.namespace);
      sendJson(response, 200, { items });
    }),
  );
}
