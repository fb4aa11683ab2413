import { ResourceType } from '../resources/ResourceType';

/** What becomes of the objects that a deleted one owns. @internal */
export type PropagationPolicy = 'Foreground' | 'Background' | 'Orphan';

/** Holds an owner until what it owns no longer names it. @internal */
export const orphanFinalizer = 'orphan';

/** Holds an owner until what it owns is gone. @internal */
export const foregroundFinalizer = 'foregroundDeletion';

/**
 * The finalizers of an object that is being deleted: the garbage collector's own
 * follow the policy; without one, what an earlier deletion wanted stays.
 *
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/#cascading-deletion
 * @internal
 */
export function finalizersForDeletion(
  type: ResourceType,
  finalizers: string[],
  policy: PropagationPolicy | undefined,
): string[] {
  if (type.withoutOwned) {
    return finalizers;
  }
  const others = finalizers.filter(
    name => name !== orphanFinalizer && name !== foregroundFinalizer,
  );
  const wanted = policy ?? earlierPolicy(finalizers) ?? type.defaultPropagation;
  switch (wanted) {
    case 'Orphan':
      return [...others, orphanFinalizer];
    case 'Foreground':
      return [...others, foregroundFinalizer];
    default:
      return others;
  }
}

function earlierPolicy(finalizers: string[]): PropagationPolicy | undefined {
  if (finalizers.includes(orphanFinalizer)) {
    return 'Orphan';
  }
  return finalizers.includes(foregroundFinalizer) ? 'Foreground' : undefined;
}
