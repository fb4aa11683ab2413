import { badRequest } from '../errors';

type Labels = Record<string, string>;
type Requirement = (labels: Labels) => boolean;

const requirementPattern =
  /\s*(?:!\s*([^\s!=<>(),]+)|([^\s!=<>(),]+)\s*(?:(==|=|!=|>|<)\s*([^\s!=<>(),]*)|\s(in|notin)\s*\(([^()]*)\))?)\s*(,|$)/y;

/**
 * Compiles a label selector with all its operators.
 *
 * @throws StatusError BadRequest
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 * @internal
 */
export function compileLabelSelector(
  selector: string | undefined,
): ((labels: Labels) => boolean) | undefined {
  if (!selector?.trim()) {
    return undefined;
  }
  const requirements: Requirement[] = [];
  requirementPattern.lastIndex = 0;
  let separator = ',';
  while (separator === ',') {
    const match = requirementPattern.exec(selector);
    if (!match) {
      throw badRequest(
        `unable to parse requirement: found '${selector}', expected: a label selector`,
      );
    }
    requirements.push(toRequirement(match));
    separator = match[7];
  }
  return labels => requirements.every(requirement => requirement(labels));
}

function toRequirement(match: RegExpExecArray): Requirement {
  const [, absent, key, operator, value, setOperator, set] = match;
  if (absent !== undefined) {
    return labels => !Object.hasOwn(labels, absent);
  }
  const read = (labels: Labels) =>
    Object.hasOwn(labels, key) ? labels[key] : undefined;
  if (setOperator) {
    const values = new Set(set.split(',').map(item => item.trim()));
    return labels => {
      const found = read(labels);
      const listed = found !== undefined && values.has(found);
      return setOperator === 'in' ? listed : !listed;
    };
  }
  switch (operator) {
    case undefined:
      return labels => read(labels) !== undefined;
    case '!=':
      return labels => read(labels) !== value;
    case '>':
      return labels => Number(read(labels)) > Number(value);
    case '<':
      return labels => Number(read(labels)) < Number(value);
    default:
      return labels => read(labels) === value;
  }
}
