import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import {
  InstallationConfig,
  RecordedAction,
} from '@strongroom/backstage-plugin-secrets-common';
import { Request, RequestHandler, Response } from 'express';
import { SecretsError } from '../errors';
import { Caller } from '../secrets';
import { auditRequest } from './auditRequest';
import { readCaller } from './readCaller';

/** Answers one request of a known caller. */
export type Handler = (
  caller: Caller,
  request: Request,
  response: Response,
) => Promise<void>;

/** Makes a route of a handler; `action` is what the auditor is told, and nothing where there is nothing to tell. */
export type Serve = (
  action: RecordedAction | undefined,
  handler: Handler,
) => RequestHandler;

/** Runs handlers for authenticated callers while the feature is on. */
export function createServe(options: {
  config: InstallationConfig;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): Serve {
  const { config, httpAuth, auditor } = options;
  return (action, handler) => async (request, response) => {
    const caller = await readCaller(request, response, httpAuth);
    if (!config.enabled && action !== undefined) {
      throw new SecretsError(
        'FeatureDisabled',
        'Secrets are switched off in this portal.',
      );
    }
    await auditRequest({ auditor, eventId: action, request, caller }, () =>
      handler(caller, request, response),
    );
  };
}
