import { KubernetesObject } from '../../storage/types';
import { getField } from '../../storage/jsonValue';
import { badRequest } from '../errors';
import { ResourceType } from '../resources/ResourceType';

/** A compiled field selector. @internal */
export interface FieldSelector {
  matches(object: KubernetesObject): boolean;
  /** The one name that can match, when the selector demands one. */
  name: string | undefined;
}

/**
 * Compiles a field selector.
 *
 * @throws StatusError BadRequest for fields that the type cannot be selected by
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/field-selectors/
 * @internal
 */
export function compileFieldSelector(
  selector: string | undefined,
  type: ResourceType,
): FieldSelector | undefined {
  if (!selector?.trim()) {
    return undefined;
  }
  const terms = selector.split(',').map(term => toTerm(term, type));
  return {
    name: terms.find(term => term.field === 'metadata.name' && term.equal)
      ?.value,
    matches: object =>
      terms.every(
        term => (readField(object, term.field) === term.value) === term.equal,
      ),
  };
}

function toTerm(text: string, type: ResourceType) {
  const match = /^\s*([^=!]+?)\s*(==|=|!=)\s*(.*?)\s*$/.exec(text);
  if (!match) {
    throw badRequest(`invalid selector: '${text}'; can't understand '${text}'`);
  }
  const [, field, operator, value] = match;
  const known =
    field === 'metadata.name' ||
    field === 'metadata.namespace' ||
    type.selectableFields.includes(field);
  if (!known) {
    throw badRequest(`field label not supported: ${field}`);
  }
  return { field, equal: operator !== '!=', value };
}

function readField(object: KubernetesObject, field: string): string {
  const path = field === 'source' ? 'source.component' : field;
  let value: unknown = object;
  for (const part of path.split('.')) {
    value = getField(value, part);
  }
  return value === undefined || value === null ? '' : String(value);
}
