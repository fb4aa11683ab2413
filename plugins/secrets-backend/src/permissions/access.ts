import { AttributeTest } from './secretResourceRef';
import { Access, Answer } from './types';

/** Access of somebody who may do nothing. */
export const NO_ACCESS: Access = createAccess(new Map());

/** Makes an access out of one test per permission name; permissions that are not among them are denied. */
export function createAccess(
  tests: ReadonlyMap<string, AttributeTest>,
  granted: ReadonlySet<string> = new Set(),
): Access {
  const decide: Access['decide'] = ({ name }, attributes) =>
    tests.get(name)?.(attributes) ?? 'no';
  return {
    decide,
    allows: (permission, attributes) =>
      decide(permission, attributes) === 'yes',
    has: ({ name }) => granted.has(name),
  };
}

/** What both accesses allow. */
export function intersectAccess(one: Access, other: Access): Access {
  const decide: Access['decide'] = (permission, attributes) =>
    weaker(one.decide(permission, attributes), () =>
      other.decide(permission, attributes),
    );
  return {
    decide,
    allows: (permission, attributes) =>
      decide(permission, attributes) === 'yes',
    has: permission => one.has(permission) && other.has(permission),
  };
}

function weaker(one: Answer, askOther: () => Answer): Answer {
  if (one === 'no') {
    return 'no';
  }
  const other = askOther();
  return other === 'yes' ? one : other;
}
