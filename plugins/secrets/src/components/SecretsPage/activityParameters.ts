import { ListActivityQuery } from '@strongroom/backstage-plugin-secrets-common';
import { RECORDED_ACTIONS, RECORDED_OUTCOMES } from '../Activity';
import { oneOf } from './filterParameters';
import { ActivityFilters } from './types';

const NAMES = ['name', 'actor', 'action', 'outcome', 'since', 'until'] as const;
const DAY_MS = 86_400_000;

/** Reads the filters of the activity out of an address; what the server would refuse is left out. @internal */
export function readActivityFilters(
  parameters: URLSearchParams,
): ActivityFilters {
  return {
    name: parameters.get('name')?.slice(0, 253) || undefined,
    actor: parameters.get('actor')?.slice(0, 512) || undefined,
    action: oneOf(RECORDED_ACTIONS, parameters.get('action')),
    outcome: oneOf(RECORDED_OUTCOMES, parameters.get('outcome')),
    since: dayOf(parameters.get('since')),
    until: dayOf(parameters.get('until')),
  };
}

/** Writes the filters of the activity into an address. @internal */
export function writeActivityFilters(
  filters: ActivityFilters,
): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const name of NAMES) {
    const value = filters[name];
    if (value) {
      parameters.set(name, value);
    }
  }
  return parameters;
}

/** Whether anything of the activity is filtered away. @internal */
export function isActivityFiltered(filters: ActivityFilters): boolean {
  return NAMES.some(name => filters[name] !== undefined);
}

/** The question to the server: days become times, and the last day is a whole one. @internal */
export function toActivityQuery(
  namespace: string | undefined,
  { since, until, ...filters }: ActivityFilters,
): ListActivityQuery {
  return {
    ...filters,
    namespace,
    since: since && new Date(since).toISOString(),
    until: until && new Date(Date.parse(until) + DAY_MS).toISOString(),
  };
}

/** A day that the calendar has. */
function dayOf(text: string | null): string | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    return undefined;
  }
  const day = new Date(text);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
    ? text
    : undefined;
}
