import { StatusCause } from '../../storage/StatusError';
import { PageRequest } from '../store/ObjectReader';
import { forbiddenField, notSupported } from '../validation/causes';
import { isTrue } from './parseRequest';
import { queryNumber } from './queryNumber';
import { refuseOptions, selectionOf } from './requestOptions';
import { HttpRequest } from './types';

const matchField = 'resourceVersionMatch';
const matches = ['Exact', 'NotOlderThan', ''];

/** Which page a client wants. @throws StatusError BadRequest, Invalid @internal */
export function pageRequest(request: HttpRequest): PageRequest {
  const { query } = request;
  checkListOptions(query, false);
  const limit = queryNumber(query, 'limit') ?? 0;
  return {
    ...selectionOf(request),
    limit: limit > 0 ? limit : undefined,
    continueToken: query.get('continue') ?? undefined,
    resourceVersion: query.get('resourceVersion') ?? '',
    resourceVersionMatch: query.get(matchField) ?? '',
  };
}

/** How a client wants to watch. @internal */
export interface WatchRequest {
  timeoutSeconds: number | undefined;
  bookmarks: boolean;
  /** What is there comes first, and a bookmark says where that ends; absent: as the version says. */
  initialEvents: boolean | undefined;
}

/** @throws StatusError BadRequest, Invalid @internal */
export function watchRequest({ query }: HttpRequest): WatchRequest {
  checkListOptions(query, true);
  const initial = query.get('sendInitialEvents');
  return {
    timeoutSeconds: queryNumber(query, 'timeoutSeconds'),
    bookmarks: isTrue(query.get('allowWatchBookmarks')),
    initialEvents: initial ? isTrue(initial) : undefined,
  };
}

function checkListOptions(query: URLSearchParams, watch: boolean): void {
  const causes = query.get('sendInitialEvents')
    ? initialEventsCauses(query, watch)
    : matchCauses(query, watch);
  refuseOptions('ListOptions', causes);
}

function initialEventsCauses(
  query: URLSearchParams,
  watch: boolean,
): StatusCause[] {
  if (!watch) {
    return [
      forbiddenField(
        'sendInitialEvents',
        'sendInitialEvents is forbidden for list',
      ),
    ];
  }
  const match = query.get(matchField) ?? '';
  if (match === 'NotOlderThan') {
    return [];
  }
  return [
    forbiddenField(
      matchField,
      'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan',
    ),
    ...(match ? [notSupported(matchField, match, ['NotOlderThan'])] : []),
  ];
}

function matchCauses(query: URLSearchParams, watch: boolean): StatusCause[] {
  const match = query.get(matchField) ?? '';
  const version = query.get('resourceVersion') ?? '';
  if (!match) {
    return [];
  }
  const problems = [
    watch &&
      'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided',
    !version &&
      'resourceVersionMatch is forbidden unless resourceVersion is provided',
    query.get('continue') &&
      'resourceVersionMatch is forbidden when continue is provided',
    match === 'Exact' &&
      version === '0' &&
      'resourceVersionMatch "exact" is forbidden for resourceVersion "0"',
  ];
  return [
    ...problems
      .filter(problem => typeof problem === 'string' && problem)
      .map(problem => forbiddenField(matchField, problem as string)),
    ...(matches.includes(match)
      ? []
      : [notSupported(matchField, match, matches)]),
  ];
}
