import { Answer, ContractClient } from './ContractClient';
import { draftOf, linkOf } from './estate';
import {
  ACCESS,
  CREATE,
  DELETE,
  READ,
  REVIEW,
  UPDATE,
} from './startGrantedPortal';
import { PAYMENTS } from './tenants';

/** A route, what it takes to use it, and how it answers to who has everything else. */
export interface RouteCase {
  method: string;
  path: string;
  template: string;
  body?: (name: string) => unknown;
  headers?: Record<string, string>;
  success: number;
  needs: Record<string, { status: number; code: string } | 'nothing shown'>;
}

/** What a caller is told of a secret that he may not see. */
export const ABSENT = { status: 404, code: 'SecretNotFound' };
/** What he is told of an action that he may not do. */
export const REFUSED = { status: 403, code: 'NotAllowed' };

/** Every route with permissions of its own. The last one deletes what the others look at. */
export const ROUTES: RouteCase[] = [
  {
    method: 'GET',
    path: '/config',
    template: '/config',
    success: 200,
    needs: { [ACCESS]: REFUSED },
  },
  {
    method: 'GET',
    path: '/namespaces',
    template: '/namespaces',
    success: 200,
    needs: { [ACCESS]: REFUSED },
  },
  {
    method: 'GET',
    path: '/secrets',
    template: '/secrets',
    success: 200,
    needs: { [READ]: 'nothing shown' },
  },
  {
    method: 'POST',
    path: `/namespaces/${PAYMENTS}/secrets`,
    template: '/namespaces/{namespace}/secrets',
    body: name => draftOf(name),
    success: 201,
    needs: { [CREATE]: REFUSED },
  },
  {
    method: 'POST',
    path: `/namespaces/${PAYMENTS}/secret-validations`,
    template: '/namespaces/{namespace}/secret-validations',
    body: name => draftOf(name),
    success: 200,
    needs: { [CREATE]: REFUSED },
  },
  {
    method: 'GET',
    path: `/namespaces/${PAYMENTS}/secrets/seen`,
    template: '/namespaces/{namespace}/secrets/{name}',
    success: 200,
    needs: { [READ]: ABSENT },
  },
  {
    method: 'GET',
    path: `/namespaces/${PAYMENTS}/secrets/seen/delivery`,
    template: '/namespaces/{namespace}/secrets/{name}/delivery',
    success: 200,
    needs: { [READ]: ABSENT },
  },
  {
    method: 'GET',
    path: `/namespaces/${PAYMENTS}/secrets/seen/manifest`,
    template: '/namespaces/{namespace}/secrets/{name}/manifest',
    success: 200,
    needs: { [READ]: ABSENT, [UPDATE]: REFUSED },
  },
  {
    method: 'GET',
    path: '/entities/component/default/checkout/secrets',
    template: '/entities/{kind}/{namespace}/{name}/secrets',
    success: 200,
    needs: { [READ]: 'nothing shown' },
  },
  {
    method: 'GET',
    path: '/activity',
    template: '/activity',
    success: 200,
    // each row is tested, and reviewers see all of them
    needs: {},
  },
  {
    method: 'GET',
    path: `/namespaces/${PAYMENTS}/secrets/seen/activity`,
    template: '/namespaces/{namespace}/secrets/{name}/activity',
    success: 200,
    needs: { [READ]: ABSENT },
  },
  {
    method: 'GET',
    path: '/findings',
    template: '/findings',
    success: 200,
    // each finding is tested, and reviewers see all of them
    needs: {},
  },
  {
    method: 'GET',
    path: '/record/verification',
    template: '/record/verification',
    success: 200,
    needs: { [REVIEW]: REFUSED },
  },
  {
    method: 'GET',
    path: `/namespaces/${PAYMENTS}/secrets/seen/versions`,
    template: '/namespaces/{namespace}/secrets/{name}/versions',
    // the driver of the plane has none
    success: 422,
    needs: { [READ]: ABSENT },
  },
  {
    method: 'POST',
    path: `/namespaces/${PAYMENTS}/secrets/seen/versions/1/restore`,
    template:
      '/namespaces/{namespace}/secrets/{name}/versions/{version}/restore',
    headers: { 'If-Match': '"any"' },
    success: 422,
    needs: { [READ]: ABSENT, [UPDATE]: REFUSED },
  },
  {
    method: 'POST',
    path: `/namespaces/${PAYMENTS}/secrets/seen/sync`,
    template: '/namespaces/{namespace}/secrets/{name}/sync',
    success: 202,
    needs: { [READ]: ABSENT, [UPDATE]: REFUSED },
  },
  {
    method: 'PATCH',
    path: `/namespaces/${PAYMENTS}/secrets/seen`,
    template: '/namespaces/{namespace}/secrets/{name}',
    body: () => ({ data: { token: { value: 'other' } } }),
    headers: { 'If-Match': '"any"' },
    // whoever may change it is told that he has seen another state
    success: 412,
    needs: { [READ]: ABSENT, [UPDATE]: REFUSED },
  },
  {
    method: 'PUT',
    path: `/namespaces/${PAYMENTS}/secrets/seen/data`,
    template: '/namespaces/{namespace}/secrets/{name}/data',
    body: () => ({ data: { token: { value: 'other' } } }),
    headers: { 'If-Match': '"any"' },
    success: 412,
    needs: { [READ]: ABSENT, [UPDATE]: REFUSED },
  },
  {
    method: 'POST',
    path: `/namespaces/${PAYMENTS}/references`,
    template: '/namespaces/{namespace}/references',
    body: name => linkOf(name),
    success: 201,
    needs: { [CREATE]: REFUSED },
  },
  {
    method: 'POST',
    path: `/namespaces/${PAYMENTS}/secrets/seen/adopt`,
    template: '/namespaces/{namespace}/secrets/{name}/adopt',
    headers: { 'If-Match': '"any"' },
    // nobody has seen that version
    success: 412,
    needs: { [READ]: ABSENT, [UPDATE]: REFUSED },
  },
  {
    method: 'DELETE',
    path: `/namespaces/${PAYMENTS}/secrets/seen`,
    template: '/namespaces/{namespace}/secrets/{name}',
    success: 204,
    needs: { [READ]: ABSENT, [DELETE]: REFUSED },
  },
];

/** Sends what a route takes. */
export async function callRoute(
  client: ContractClient,
  route: RouteCase,
  name: string,
): Promise<Answer> {
  return client.request(route.method, route.path, {
    body: route.body?.(name),
    headers: route.headers,
  });
}

/** Status and code of an answer. */
export function briefly({ status, body }: Answer) {
  return { status, code: body?.error?.code };
}
