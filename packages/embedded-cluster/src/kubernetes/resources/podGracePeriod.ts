import { KubernetesObject } from '../../storage/types';

const defaultSeconds = 30;

/**
 * Seconds that a Pod may take to end: none when no node runs it.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
 * @internal
 */
export function podGracePeriod(
  pod: KubernetesObject,
  wanted: number | undefined,
): number {
  const { nodeName, terminationGracePeriodSeconds } = pod.spec ?? {};
  const ended = ['Failed', 'Succeeded'].includes(pod.status?.phase);
  if (!nodeName || ended) {
    return 0;
  }
  const seconds = wanted ?? terminationGracePeriodSeconds ?? defaultSeconds;
  return seconds < 0 ? 1 : seconds;
}
