import { forbidden, notFound } from '../errors';
import { ResourceType } from '../resources/ResourceType';
import { ObjectReader } from './ObjectReader';

/** Whether something new may be put into a namespace. @throws StatusError NotFound, Forbidden @internal */
export function checkNamespace(
  reader: ObjectReader,
  namespaceType: ResourceType,
  type: ResourceType,
  namespace: string,
  name: string,
): void {
  const found = reader.find(namespaceType, undefined, namespace);
  if (!found) {
    throw notFound(namespaceType, namespace);
  }
  if (found.parse().metadata.deletionTimestamp) {
    throw forbidden(
      type,
      name,
      `unable to create new content in namespace ${namespace} because it is being terminated`,
      [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    );
  }
}
