import { setImmediate } from 'node:timers/promises';
import { isStoreError } from '@strongroom/backstage-plugin-secrets-node';
import { PartialProblem } from '@strongroom/backstage-plugin-secrets-common';
import { PlaneDirectory } from '../../clusters/types';
import { Detector, LookRequest } from '../types';
import { EstateView } from './EstateView';
import { lookKey } from './lookKey';

/** Most objects that are read for one answer: a plane is not read as a whole, secret by secret. */
const MOST_LOOKS = 500;
const CONCURRENCY = 8;

/**
 * Looks at what detectors need to know of single secrets, by metadata alone and a few at a time.
 * @returns what could not be looked at
 */
export async function lookDeeper(
  view: EstateView,
  detectors: readonly Detector[],
  planes: PlaneDirectory,
): Promise<PartialProblem[]> {
  const wanted = new Map<string, LookRequest>();
  for (const detector of detectors) {
    await setImmediate();
    for (const request of detector.needs?.(view) ?? []) {
      wanted.set(lookKey(request), request);
    }
  }
  const requests = [...wanted.values()];
  const problems = new Map<string, PartialProblem>();
  const queue = requests.slice(0, MOST_LOOKS);
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const store = planes.find(next.namespace, next.plane)?.store;
      try {
        if (store) {
          view.addLook(next, await store.describe(next));
        }
      } catch (error) {
        if (!isStoreError(error)) {
          throw error;
        }
        const { kind, name } = next.plane;
        problems.set(`${kind}/${name}`, {
          plane: next.plane,
          code: isStoreError(error, 'Denied')
            ? 'StoreNotReady'
            : 'PlaneUnreachable',
          message: `Not everything on the plane ${kind}/${name} could be looked at; findings may be missing.`,
        });
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  if (requests.length > MOST_LOOKS) {
    problems.set('', {
      code: 'Timeout',
      message: `${requests.length} secrets have to be looked at one by one; the first ${MOST_LOOKS} of them have been.`,
    });
  }
  return [...problems.values()];
}
