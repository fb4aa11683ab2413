import { LinkDraft } from '@strongroom/backstage-plugin-secrets-common';
import { Router } from 'express';
import { LinksService } from '../../secrets';
import { Serve } from '../createServe';
import { sendJson } from '../sendJson';
import { secretId } from './secretId';
import { sendCreated } from './sendSecret';

/** References to what others keep, and references that others made. */
export function addLinkRoutes(
  router: Router,
  serve: Serve,
  service: LinksService,
): void {
  router.post(
    '/namespaces/:namespace/references',
    serve('reference-link', async (caller, request, response) => {
      const secret = await service.linkSecret(
        caller,
        request.params.namespace,
        request.body as LinkDraft,
        { idempotencyKey: request.header('Idempotency-Key') },
      );
      sendCreated(response, secret);
    }),
  );
  router.post(
    '/namespaces/:namespace/secrets/:name/adopt',
    serve('secret-adopt', async (caller, request, response) => {
      const adoption = await service.adoptSecret(caller, secretId(request), {
        etag: request.header('If-Match'),
        idempotencyKey: request.header('Idempotency-Key'),
        dryRun: (request.query as { dryRun?: unknown }).dryRun === true,
      });
      if (adoption.secret) {
        response.setHeader('ETag', adoption.secret.etag);
      }
      sendJson(response, 200, adoption);
    }),
  );
}
