import { randomUUID } from 'node:crypto';
import {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  InstallationConfig,
  ListSecretsQuery,
  SecretDraft,
} from '@strongroom/backstage-plugin-secrets-common';
import express, { Request, Response } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import Router from 'express-promise-router';
import { SecretsError } from '../errors';
import { spec } from '../schema/openapi.generated';
import { Caller, SecretsService } from '../secrets';
import { answerErrors } from './answerErrors';
import { auditRequest } from './auditRequest';
import { parseJson } from './parseJson';
import { readBody } from './readBody';
import { readCaller } from './readCaller';
import { sendJson } from './sendJson';

/** What the routes stand on. */
export interface RouterOptions {
  service: SecretsService;
  config: InstallationConfig;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  logger: LoggerService;
  /** Whether the record and the control plane answer. */
  healthy(): Promise<boolean>;
}

type Handler = (
  caller: Caller,
  request: Request,
  response: Response,
) => Promise<void>;

/** HTTP in and out: bodies, headers, status codes. What may be done, and how, is decided behind it. */
export async function createRouter(
  options: RouterOptions,
): Promise<express.Router> {
  const { service, config, httpAuth, auditor, logger } = options;
  const router = Router();

  /** Runs a handler for an authenticated caller while the feature is on. */
  const serve =
    (eventId: string | undefined, handler: Handler) =>
    async (request: Request, response: Response) => {
      const caller = await readCaller(request, response, httpAuth);
      if (!config.enabled && eventId !== undefined) {
        throw new SecretsError(
          'FeatureDisabled',
          'Secrets are switched off in this portal.',
        );
      }
      await auditRequest({ auditor, eventId, request, caller }, () =>
        handler(caller, request, response),
      );
    };

  router.use((request, response, next) => {
    response.locals.correlationId = randomUUID();
    response.setHeader('Cache-Control', 'no-store');
    // every GET is a HEAD too, whose answer Node sends without its body
    if (request.method === 'HEAD') {
      request.method = 'GET';
    }
    next();
  });
  router.get('/health', async (_request, response) => {
    const healthy = await options.healthy();
    sendJson(response, healthy ? 200 : 503, {
      status: healthy ? 'ok' : 'unavailable',
    });
  });
  // whoever is not known is told nothing else, and sends no body
  router.use(async (request, response) => {
    await readCaller(request, response, httpAuth);
    return 'next';
  });
  router.use(
    async (request: Request) => {
      const bytes = await readBody(request, config.limits.bodyBytes);
      request.body = bytes && parseJson(bytes);
      return 'next';
    },
    ...OpenApiValidator.middleware({
      apiSpec: spec as never,
      validateSecurity: false,
      validateRequests: { allErrors: true },
      validateResponses: false,
    }),
  );

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
      response.setHeader('ETag', secret.etag);
      response.setHeader(
        'Location',
        `/api/secrets/namespaces/${secret.namespace}/secrets/${secret.name}`,
      );
      sendJson(response, 201, secret);
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
      response.setHeader('ETag', secret.etag);
      sendJson(response, 200, secret);
    }),
  );
  router.delete(
    '/namespaces/:namespace/secrets/:name',
    serve('secret-delete', async (caller, request, response) => {
      const result = await service.deleteSecret(caller, secretId(request), {
        etag: request.header('If-Match'),
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
  router.use(answerErrors(logger));
  return router;
}

function secretId(request: Request): { namespace: string; name: string } {
  return { namespace: request.params.namespace, name: request.params.name };
}
