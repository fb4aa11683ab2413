import { PlaneKind } from '@strongroom/backstage-plugin-secrets-common';
import { SecretAttributes } from '../../permissions';
import { RecordRow } from '../../record';
import { NamespaceRow } from '../../references';

/**
 * What a row kept of its secret, as rules see it.
 *
 * @returns `undefined` when it is about no secret, or says too little of it
 */
export function recordedAttributes(
  row: RecordRow,
  namespace: NamespaceRow,
): SecretAttributes | undefined {
  const { type } = JSON.parse(row.attributes ?? '{}');
  if (row.name === null || type === undefined) {
    return undefined;
  }
  const [kind, name] = (row.plane ?? 'DataPlane/').split('/');
  return {
    namespace: namespace.name,
    namespaceLabels: namespace.labels,
    namespaceOwners: namespace.owners,
    name: row.name,
    type,
    plane: { kind: kind as PlaneKind, name },
    touches: 'none',
  };
}
