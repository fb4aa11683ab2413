import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import { ObjectRef } from '@strongroom/backstage-plugin-secrets-node';
import { StepTools } from '../steps/types';
import { nowWithNanoseconds, SYNC_TRIGGER } from './syncTrigger';
import { PushSecretEntry } from './types';

/** What a PushSecret is made from. */
export interface PushSecretIntent {
  place: ObjectRef;
  /** Name of the Secret beside it. */
  source: string;
  entries: PushSecretEntry[];
  operationId: string;
  annotations?: Record<string, string>;
}

/**
 * A PushSecret in the form that External Secrets itself would write, so that its first update touches nothing but the
 * finalizer. The stores that it names are never changed afterwards: that would delete the value from the ones before.
 */
export function buildPushSecret(
  {
    storeName,
    alsoPushTo,
  }: Pick<StepTools, 'alsoPushTo'> & { storeName: string },
  intent: PushSecretIntent,
) {
  return {
    apiVersion: 'external-secrets.io/v1alpha1',
    kind: 'PushSecret',
    metadata: {
      ...intent.place,
      annotations: {
        [SYNC_TRIGGER]: nowWithNanoseconds(),
        [ANNOTATIONS.operation]: intent.operationId,
        ...intent.annotations,
      },
    },
    spec: {
      updatePolicy: 'Replace',
      deletionPolicy: 'Delete',
      refreshInterval: '1h0m0s',
      secretStoreRefs: [storeName, ...alsoPushTo].map(store => ({
        kind: 'ClusterSecretStore',
        name: store,
      })),
      selector: { secret: { name: intent.source } },
      data: intent.entries,
    },
  };
}
