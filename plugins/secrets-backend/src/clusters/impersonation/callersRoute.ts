import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { Route } from '../client/Route';
import { HttpAnswer } from '../connection/HttpConnection';

/** Kinds that the right to impersonate is on; a refusal names the one that was missing. */
const IDENTITIES = ['users', 'groups', 'serviceaccounts', 'uids', 'userextras'];

/** The way to an API server for a caller: a refusal is his, unless it says that the portal may not speak for him. */
export function callersRoute(route: Route): Route {
  return {
    ...route,
    toError(call, answer) {
      const error = route.toError(call, answer);
      return error.code === 'Denied' && !refusesToImpersonate(answer)
        ? new StoreError(
            'Denied',
            `The answer of cluster ${call.cluster} to ${call.verb} ${call.kind} was that the caller may not.`,
            { deniedCaller: true },
          )
        : error;
    },
  };
}

function refusesToImpersonate({ body }: HttpAnswer): boolean {
  try {
    const { details } = JSON.parse(body) as { details?: { kind?: string } };
    return IDENTITIES.includes(details?.kind ?? '');
  } catch {
    return false;
  }
}
