import { DeliveryStateName } from '@strongroom/backstage-plugin-secrets-common';
import { SecretOrder, SecretRow } from './types';

/** Where a row stands in an order: by key, then by namespace and name, so that no two are equal. */
export interface Position {
  key: string;
  namespace: string;
  name: string;
}

/** States in the order of how soon somebody should look, one character each. */
const STATE_RANKS: Record<DeliveryStateName, string> = {
  Failed: '0',
  SourceMissing: '1',
  DeleteStuck: '2',
  Unreachable: '3',
  Unknown: '4',
  Pending: '5',
  Pushing: '6',
  Deleting: '7',
  Synced: '8',
};

/** What a row is ordered by. The state is asked for only where it matters. */
export function orderKey(
  row: SecretRow,
  orderBy: SecretOrder,
  state: () => DeliveryStateName,
): string {
  switch (orderBy) {
    case 'namespace':
      return row.namespace;
    case 'type':
      return row.type;
    case 'plane':
      return row.targetPlane
        ? `${row.targetPlane.kind}/${row.targetPlane.name}`
        : '';
    case 'state':
      return STATE_RANKS[state()];
    case 'updatedAt':
      return row.updatedAt ?? row.createdAt;
    default:
      return row.name;
  }
}

/** Compares two positions; only the key follows the direction. */
export function comparePositions(
  left: Position,
  right: Position,
  order: 'asc' | 'desc',
): number {
  if (left.key !== right.key) {
    return left.key < right.key === (order === 'asc') ? -1 : 1;
  }
  if (left.namespace !== right.namespace) {
    return left.namespace < right.namespace ? -1 : 1;
  }
  if (left.name === right.name) {
    return 0;
  }
  return left.name < right.name ? -1 : 1;
}
