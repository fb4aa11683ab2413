import { Condition } from './types';

/** A time as Kubernetes writes it: whole seconds. @internal */
export function kubernetesTime(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/**
 * Sets a condition as External Secrets does: one that is there already stays as
 * it is, and the transition time moves with the status only.
 *
 * @internal
 */
export function withCondition(
  conditions: Condition[] | undefined,
  wanted: Omit<Condition, 'lastTransitionTime'>,
  now: Date,
): Condition[] {
  const all = conditions ?? [];
  const current = all.find(({ type }) => type === wanted.type);
  if (
    current?.status === wanted.status &&
    current.reason === wanted.reason &&
    current.message === wanted.message
  ) {
    return all;
  }
  const lastTransitionTime =
    current?.status === wanted.status
      ? current.lastTransitionTime
      : kubernetesTime(now);
  return [
    ...all.filter(({ type }) => type !== wanted.type),
    { ...wanted, lastTransitionTime },
  ];
}
