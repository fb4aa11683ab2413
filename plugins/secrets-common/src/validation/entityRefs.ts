import { MAX_LABEL_LENGTH } from './labels';

const ENTITY_REF =
  /^([a-zA-Z][a-zA-Z0-9]*):([a-z0-9]+(?:-+[a-z0-9]+)*)\/((?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$/;

/**
 * Says what is wrong with a full entity reference, `kind:namespace/name`; `undefined` when nothing is. Whether there is
 * such an entity is not asked.
 * @see https://backstage.io/docs/features/software-catalog/descriptor-format
 * @public
 */
export function explainEntityRef(ref: string): string | undefined {
  const match = ENTITY_REF.exec(ref);
  if (!match) {
    return 'Write a full entity reference, such as group:default/payments.';
  }
  return match.slice(1).some(part => part.length > MAX_LABEL_LENGTH)
    ? `Each part of an entity reference may have at most ${MAX_LABEL_LENGTH} characters.`
    : undefined;
}
