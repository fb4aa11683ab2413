import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { Response } from 'express';
import { sendJson } from '../sendJson';

/** Answers with a secret and its ETag. */
export function sendSecret(response: Response, secret: SecretDetails): void {
  response.setHeader('ETag', secret.etag);
  sendJson(response, 200, secret);
}

/** Answers with a secret that was just made, and says where it is. */
export function sendCreated(response: Response, secret: SecretDetails): void {
  response.setHeader('ETag', secret.etag);
  response.setHeader(
    'Location',
    `/api/secrets/namespaces/${secret.namespace}/secrets/${secret.name}`,
  );
  sendJson(response, 201, secret);
}
