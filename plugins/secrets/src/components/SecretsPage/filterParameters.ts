import {
  SECRET_CATEGORIES,
  SECRET_TYPES,
} from '@strongroom/backstage-plugin-secrets-common';
import { DELIVERY_STATES } from '../DeliveryState';
import { SecretFilters, SecretOrder } from './types';

const ORDERS: readonly SecretOrder[] = [
  'name',
  'namespace',
  'type',
  'plane',
  'state',
  'updatedAt',
];
const PLANE = /^[A-Za-z]+\/[^/]+$/;

/** Reads the filters out of an address; what the server would refuse is left out. @internal */
export function readFilters(parameters: URLSearchParams): SecretFilters {
  const plane = parameters.get('plane') ?? '';
  return {
    q: parameters.get('q')?.slice(0, 253) || undefined,
    type: oneOf(SECRET_TYPES, parameters.get('type')),
    category: oneOf(SECRET_CATEGORIES, parameters.get('category')),
    plane: PLANE.test(plane) ? plane : undefined,
    state: oneOf(DELIVERY_STATES, parameters.get('state')),
    orderBy: oneOf(ORDERS, parameters.get('orderBy')) ?? 'name',
    order: parameters.get('order') === 'desc' ? 'desc' : 'asc',
  };
}

/** Writes filters into an address; what is usual is left out. @internal */
export function writeFilters(filters: SecretFilters): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const name of ['q', 'type', 'category', 'plane', 'state'] as const) {
    const value = filters[name];
    if (value) {
      parameters.set(name, value);
    }
  }
  if (filters.orderBy !== 'name') {
    parameters.set('orderBy', filters.orderBy);
  }
  if (filters.order !== 'asc') {
    parameters.set('order', filters.order);
  }
  return parameters;
}

/** Whether anything is filtered away. @internal */
export function isFiltered(filters: SecretFilters): boolean {
  return Boolean(
    filters.q ||
      filters.type ||
      filters.category ||
      filters.plane ||
      filters.state,
  );
}

/** The allowed one that an address names. @internal */
export function oneOf<T extends string>(
  allowed: readonly T[],
  value: string | null,
): T | undefined {
  return allowed.find(item => item === value);
}
