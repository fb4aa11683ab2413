import {
  Delivery,
  DeliveryStateName,
  ErrorCode,
  ErrorResponse,
  FieldProblem,
  Namespace,
  Plane,
  SecretDetails,
  SecretSummary,
} from '@strongroom/backstage-plugin-secrets-common';

/** A time that is long past. */
const SINCE = '2026-01-05T08:00:00Z';

export function aNamespace(
  name: string,
  change: Partial<Namespace> = {},
): Namespace {
  return {
    name,
    counts: { total: 1, failed: 0, expiring: 0 },
    permissions: { create: true, update: true, delete: true },
    ...change,
  };
}

export function aPlane(name: string, change: Partial<Plane> = {}): Plane {
  return {
    kind: 'DataPlane',
    name,
    driver: 'external-secrets',
    capabilities: {
      versions: false,
      restore: false,
      partialUpdate: true,
      compareAndSet: true,
      reveal: false,
      binary: false,
      maxBytes: 716_800,
      seesForeignWrites: false,
    },
    store: { name: 'main', ready: true },
    reachable: true,
    ...change,
  };
}

export function aSecret(
  name: string,
  change: Partial<SecretSummary> = {},
): SecretSummary {
  return {
    namespace: 'payments',
    name,
    type: 'Opaque',
    category: 'generic',
    targetPlane: { kind: 'DataPlane', name: 'default' },
    keys: ['token'],
    labels: {},
    createdAt: SINCE,
    managed: true,
    source: 'portal',
    delivery: { state: 'Synced', since: SINCE },
    permissions: { update: true, delete: true },
    ...change,
  };
}

export function someDetails(
  name: string,
  change: Partial<SecretDetails> = {},
): SecretDetails {
  return {
    ...aSecret(name),
    etag: '"1"',
    driver: 'external-secrets',
    remoteRefs: [
      {
        secretKey: 'token',
        key: `secret/payments/generic/${name}`,
        property: 'token',
      },
    ],
    deliverySteps: aDelivery('Synced').steps,
    warnings: [],
    ...change,
  };
}

export function aDelivery(
  state: DeliveryStateName,
  change: Partial<Delivery> = {},
): Delivery {
  return {
    state,
    since: SINCE,
    steps: [
      {
        step: 'saved',
        state: 'done',
        at: SINCE,
        sentence: 'The value is in the plane.',
      },
      {
        step: 'pushed',
        state: state === 'Synced' ? 'done' : 'running',
        at: SINCE,
        sentence: 'The store is asked to take it.',
      },
    ],
    ...change,
  };
}

export function anError(
  statusCode: number,
  code: ErrorCode,
  message: string,
  details?: FieldProblem[],
): ErrorResponse {
  return {
    error: { name: 'Error', code, message, ...(details && { details }) },
    request: { method: 'GET' },
    response: { statusCode },
  };
}
