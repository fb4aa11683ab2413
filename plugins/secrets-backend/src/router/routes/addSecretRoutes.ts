import {
  ListSecretsQuery,
  SecretDraft,
} from '@strongroom/backstage-plugin-secrets-common';
import { Router } from 'express';
import { SecretsService } from '../../secrets';
import { Serve } from '../createServe';
import { sendJson } from '../sendJson';
import { secretId } from './secretId';
import { sendCreated, sendSecret } from './sendSecret';

/** Lists, single secrets, their beginning and their end. */
export function addSecretRoutes(
  router: Router,
  serve: Serve,
  service: SecretsService,
): void {
  router.get(
    '/secrets',
    serve('secret-list', async (caller, request, response) => {
      const query = request.query as unknown as ListSecretsQuery;
      sendJson(response, 200, await service.listSecrets(caller, query));
    }),
  );
  router.post(
    '/namespaces/:namespace/secrets',
    serve('secret-create', async (caller, request, response) => {
      const secret = await service.createSecret(
        caller,
        request.params.namespace,
        request.body as SecretDraft,
        { idempotencyKey: request.header('Idempotency-Key') },
      );
      sendCreated(response, secret);
    }),
  );
  router.post(
    '/namespaces/:namespace/secret-validations',
    serve('secret-validate', async (caller, request, response) => {
      const validation = await service.validateSecret(
        caller,
        request.params.namespace,
        request.body as SecretDraft,
      );
      sendJson(response, 200, validation);
    }),
  );
  router.get(
    '/namespaces/:namespace/secrets/:name',
    serve('secret-fetch', async (caller, request, response) => {
      const secret = await service.getSecret(caller, secretId(request));
      sendSecret(response, secret);
    }),
  );
  router.delete(
    '/namespaces/:namespace/secrets/:name',
    serve('secret-delete', async (caller, request, response) => {
      const result = await service.deleteSecret(caller, secretId(request), {
        etag: request.header('If-Match'),
        idempotencyKey: request.header('Idempotency-Key'),
      });
      if (result.confirmed) {
        response.status(204).end();
      } else {
        sendJson(response, 202, result.secret);
      }
    }),
  );
  router.get(
    '/namespaces/:namespace/secrets/:name/delivery',
    serve('secret-fetch', async (caller, request, response) => {
      const delivery = await service.getDelivery(caller, secretId(request));
      sendJson(response, 200, delivery);
    }),
  );
  router.get(
    '/namespaces/:namespace/secrets/:name/manifest',
    serve('secret-fetch', async (caller, request, response) => {
      const manifest = await service.getManifest(caller, secretId(request));
      response.setHeader('Content-Type', 'application/yaml; charset=utf-8');
      response.status(200).end(manifest);
    }),
  );
}
