import { StoredEvent, StoredObject } from '../../storage/StoredObject';
import { ResourceType } from '../resources/ResourceType';
import { compileFieldSelector } from '../selectors/fieldSelector';
import { compileLabelSelector } from '../selectors/labelSelector';

/** @internal */
export interface Selection {
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
}

/** Whether an object is selected; `undefined` when all are. @throws StatusError BadRequest @internal */
export function compileSelection(
  type: ResourceType,
  selection: Selection,
): ((object: StoredObject) => boolean) | undefined {
  const labels = compileLabelSelector(selection.labelSelector);
  const fields = compileFieldSelector(selection.fieldSelector, type);
  if (!labels && !fields) {
    return undefined;
  }
  return object => {
    const name = fields?.name;
    if (name !== undefined && nameOf(object.key) !== name) {
      return false;
    }
    return (
      (!labels || labels(object.labels)) &&
      (!fields || fields.matches(object.parse()))
    );
  };
}

function nameOf(key: string): string {
  return key.slice(key.indexOf('/') + 1);
}

/** A change as somebody sees it who sees nothing but what is selected. @internal */
export function asSelected(
  event: StoredEvent,
  selects: (object: StoredObject) => boolean,
): StoredEvent | undefined {
  const before = event.previous !== undefined && selects(event.previous);
  const after = event.type !== 'DELETED' && selects(event.object);
  if (before && after) {
    return event;
  }
  if (after) {
    return event.type === 'ADDED' ? event : { ...event, type: 'ADDED' };
  }
  if (!before) {
    return undefined;
  }
  return event.type === 'DELETED' ? event : { ...event, ...leaving(event) };
}

/** What leaves the sight is told as it was last seen, at the version of the change. */
function leaving({ revision, previous }: StoredEvent): Partial<StoredEvent> {
  const object = previous!.parse();
  object.metadata.resourceVersion = String(revision);
  return {
    type: 'DELETED',
    object: new StoredObject(previous!.key, JSON.stringify(object), revision),
  };
}
