import {
  ObjectRef,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import { awaitGone } from './awaitGone';
import { removeOwn } from './removeOwn';
import { StepTools } from './types';

/**
 * Takes back a PushSecret that an operation made, in the portal's own name.
 * @throws StoreError as {@link removeOwn} and {@link awaitGone}
 */
export async function withdrawPushSecret(
  { account, ...tools }: StepTools,
  ref: ObjectRef,
  operationId: string,
  signal: AbortSignal,
): Promise<void> {
  const removed = await removeOwn({
    kubernetes: account,
    resource: RESOURCES.pushSecret,
    ref,
    operationId,
    signal,
  });
  // the value may be in the store by now, and only this object makes External Secrets take it out again
  if (removed) {
    await awaitGone({ ...tools, account, kubernetes: account }, ref, signal);
  }
}
