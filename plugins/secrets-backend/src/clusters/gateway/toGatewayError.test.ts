import { RESOURCES } from '@strongroom/backstage-plugin-secrets-node';
import { Call } from '../client/toStoreError';
import { toGatewayError } from './toGatewayError';

const write: Call = {
  verb: 'create',
  kind: RESOURCES.secret.kind,
  cluster: 'gateway/dataplane/prod/_cluster/shared',
};
const status = (code: number, reason: string) =>
  JSON.stringify({ kind: 'Status', code, reason, message: 'quoted' });

describe('a refusal that came through the gateway', () => {
  it.each<[string, number, string, string, boolean]>([
    ['another target', 403, 'Target not allowed: quoted', 'Denied', false],
    ['streaming', 501, 'Streaming operations quoted', 'Unsupported', false],
    ['a redirect', 307, '<a href="quoted">', 'Unavailable', false],
    ['two dots', 400, 'Path contains directory quoted', 'Invalid', false],
    [
      'a tunnel that broke',
      502,
      'proxy request failed: quoted',
      'Unavailable',
      true,
    ],
    ['a balancer without gateway', 503, 'quoted', 'Unavailable', true],
    ['a balancer that waited', 504, 'quoted', 'Timeout', true],
    ['an absent way, which is no absent object', 404, '', 'Unavailable', false],
    ['an absent object', 404, status(404, 'NotFound'), 'NotFound', false],
    ['an absent kind', 404, '404 page not found\n', 'NotFound', false],
    [
      'the API server itself, which may not',
      403,
      status(403, 'Forbidden'),
      'Denied',
      false,
    ],
    [
      'the API server itself, which cannot',
      502,
      status(502, 'quoted'),
      'Unavailable',
      true,
    ],
  ])('of %s', (_name, code, body, expected, outcomeUnknown) => {
    const error = toGatewayError(write, { status: code, headers: {}, body });
    expect(error).toMatchObject({ code: expected, outcomeUnknown });
    expect(error.message).not.toContain('quoted');
  });
});
