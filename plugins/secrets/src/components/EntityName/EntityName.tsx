import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** Kind, namespace and name, as entity refs are written in full. */
const FULL_REF = /^[^:/]+:[^:/]+\/[^:/]+$/;

/** @internal */
export interface EntityNameProps {
  /** Who somebody is, as the API says it: an entity ref, or something that is no entity, such as `plugin:scaffolder`. */
  name: string;
}

/**
 * Somebody by the name that the catalog has, with the way there; what is no full entity ref stands as it is. Not for the
 * record: there the ref proves who it was, and a name in the catalog can be changed.
 *
 * @internal
 */
export function EntityName({ name }: EntityNameProps) {
  return FULL_REF.test(name) ? <EntityRefLink entityRef={name} /> : <>{name}</>;
}
