import { EstateNamespace } from '../types';
import { analytics } from './analytics';
import { frontend } from './frontend';
import { identity } from './identity';
import { orders } from './orders';
import { payments } from './payments';
import { platformTools } from './platformTools';
import { search } from './search';
import { shared } from './shared';

export * from './planes';
export * from './workloads';

/** The tenants of the demo. */
export const NAMESPACES: EstateNamespace[] = [
  payments,
  frontend,
  shared,
  orders,
  search,
  analytics,
  identity,
  platformTools,
];
