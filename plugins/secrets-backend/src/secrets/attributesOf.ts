import { SecretAttributes } from '../permissions';
import { NamespaceRow } from '../references';
import { RecordedSecret } from './operations/recordOperation';

/** A secret, or what the record says of one, as rules see it. */
export function attributesOf(
  row: Pick<RecordedSecret, 'namespace' | 'name' | 'type' | 'targetPlane'>,
  namespace: NamespaceRow | undefined,
  touches: SecretAttributes['touches'],
): SecretAttributes {
  return {
    namespace: row.namespace,
    namespaceLabels: namespace?.labels ?? {},
    namespaceOwners: namespace?.owners ?? [],
    name: row.name,
    type: row.type,
    // a reference without a plane is on none, which is known: no rule about planes fits it
    plane: row.targetPlane ?? { kind: 'DataPlane', name: '' },
    touches,
  };
}

/** What is known of any secret of a namespace before it is named. */
export function attributesOfNamespace(
  namespace: NamespaceRow,
): SecretAttributes {
  return {
    namespace: namespace.name,
    namespaceLabels: namespace.labels,
    namespaceOwners: namespace.owners,
  };
}
