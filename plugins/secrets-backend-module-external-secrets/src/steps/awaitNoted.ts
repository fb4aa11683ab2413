import { setTimeout as sleep } from 'node:timers/promises';
import {
  ObjectRef,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import { PushSecret } from '../objects/types';
import { toPushRecord } from '../push/PushRecord';
import { isMarked } from './createOnce';
import { StepTools } from './types';

const PAUSE_MS = 100;
const LONGEST_MS = 3_000;

/**
 * Waits a moment until External Secrets has noted what it pushed of a PushSecret as it stands: it takes out of the store
 * only what it has noted, so an entry that goes while its first push is under way may leave its key there. One that
 * cannot be pushed is not waited for any longer, nor one that this operation has changed already.
 */
export async function awaitNoted(
  { kubernetes, patienceMs }: StepTools,
  ref: ObjectRef,
  operationId: string,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + Math.min(patienceMs, LONGEST_MS);
  while (!signal.aborted && Date.now() < deadline) {
    const pushSecret = await kubernetes.get<PushSecret>(
      RESOURCES.pushSecret,
      ref,
      { signal },
    );
    if (
      !pushSecret ||
      isMarked(pushSecret, operationId) ||
      toPushRecord(pushSecret).current
    ) {
      return;
    }
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {});
  }
}
