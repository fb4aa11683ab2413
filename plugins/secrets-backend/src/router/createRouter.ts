import { randomUUID } from 'node:crypto';
import {
  AuditorService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { InstallationConfig } from '@strongroom/backstage-plugin-secrets-common';
import express, { Request } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import Router from 'express-promise-router';
import { SecretsServices } from '../permissions/authorized';
import { spec } from '../schema/openapi.generated';
import { answerErrors } from './answerErrors';
import { createServe } from './createServe';
import { parseJson } from './parseJson';
import { readBody } from './readBody';
import { readCaller } from './readCaller';
import { addActivityRoutes } from './routes/addActivityRoutes';
import { addCatalogRoutes } from './routes/addCatalogRoutes';
import { addChangeRoutes } from './routes/addChangeRoutes';
import { addDeliveryRoutes } from './routes/addDeliveryRoutes';
import { addFindingRoutes } from './routes/addFindingRoutes';
import { addInstallationRoutes } from './routes/addInstallationRoutes';
import { addSecretRoutes } from './routes/addSecretRoutes';
import { addLinkRoutes } from './routes/addLinkRoutes';
import { addVersionRoutes } from './routes/addVersionRoutes';
import { sendJson } from './sendJson';

/** What the routes stand on. */
export interface RouterOptions {
  services: SecretsServices;
  config: InstallationConfig;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  logger: LoggerService;
  /** Whether the record and the control plane answer. */
  healthy(): Promise<boolean>;
}

/** HTTP in and out: bodies, headers, status codes. What may be done, and how, is decided behind it. */
export async function createRouter(
  options: RouterOptions,
): Promise<express.Router> {
  const { services, config, httpAuth, logger } = options;
  const router = Router();

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

  const serve = createServe(options);
  addInstallationRoutes(router, serve, services.secrets);
  addSecretRoutes(router, serve, services.secrets);
  addChangeRoutes(router, serve, services.changes);
  addCatalogRoutes(router, serve, services.secrets);
  addActivityRoutes(router, serve, services.activity);
  addVersionRoutes(router, serve, services.versions);
  addLinkRoutes(router, serve, services.links);
  addDeliveryRoutes(router, serve, services.delivery);
  addFindingRoutes(router, serve, services.findings);
  router.use(answerErrors(logger));
  return router;
}
