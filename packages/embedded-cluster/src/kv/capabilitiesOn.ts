import { PolicyRule } from './parsePolicy';

/**
 * What a set of policies allows on a path: the most specific pattern decides,
 * equal patterns of several policies add up, `deny` wins among them.
 *
 * @see https://openbao.org/docs/concepts/policies/#priority-matching
 * @internal
 */
export function capabilitiesOn(
  rules: PolicyRule[],
  path: string,
  isList: boolean = false,
): Set<string> {
  const wanted = isList ? [path.replace(/\/$/, ''), path] : [path];
  const matching = rules.filter(
    ({ pattern }) => wanted.includes(pattern) || matches(pattern, path),
  );
  let best: PolicyRule | undefined;
  for (const rule of matching) {
    if (!best || compare(rule.pattern, best.pattern, wanted) > 0) {
      best = rule;
    }
  }
  const capabilities = new Set(
    matching
      .filter(rule => rule.pattern === best?.pattern)
      .flatMap(rule => rule.capabilities),
  );
  return capabilities.has('deny') ? new Set() : capabilities;
}

function matches(pattern: string, path: string): boolean {
  const isPrefix = pattern.endsWith('*');
  const expected = (isPrefix ? pattern.slice(0, -1) : pattern).split('/');
  const actual = path.split('/');
  if (
    isPrefix
      ? actual.length < expected.length
      : actual.length !== expected.length
  ) {
    return false;
  }
  return expected.every((segment, index) => {
    if (segment === '+') {
      return true;
    }
    return isPrefix && index === expected.length - 1
      ? actual[index].startsWith(segment)
      : actual[index] === segment;
  });
}

function compare(a: string, b: string, exact: string[]): number {
  const order = [
    Number(exact.includes(a)) - Number(exact.includes(b)),
    firstWildcard(a) - firstWildcard(b),
    Number(!a.endsWith('*')) - Number(!b.endsWith('*')),
    plusSegments(b) - plusSegments(a),
    a.length - b.length,
  ].find(difference => difference !== 0);
  return order ?? (a > b ? 1 : -1);
}

function firstWildcard(pattern: string): number {
  const at = pattern.search(/[+*]/);
  return at < 0 ? pattern.length + 1 : at;
}

function plusSegments(pattern: string): number {
  return pattern.split('/').filter(segment => segment === '+').length;
}
