import { HttpAuthService } from '@backstage/backend-plugin-api';
import { Request, Response } from 'express';
import { Caller } from '../secrets';

/**
 * Finds out who asks: users and services, by Bearer token and never by cookie.
 *
 * @throws AuthenticationError
 */
export async function readCaller(
  request: Request,
  response: Response,
  httpAuth: HttpAuthService,
): Promise<Caller> {
  const credentials = await httpAuth.credentials(request, {
    allow: ['user', 'service'],
  });
  const { principal } = credentials;
  return {
    credentials,
    actor:
      principal.type === 'user' ? principal.userEntityRef : principal.subject,
    principal: principal.type,
    ip: request.ip,
    correlationId: response.locals.correlationId,
  };
}
