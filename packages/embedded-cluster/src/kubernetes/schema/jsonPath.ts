import { getField, isJsonMap } from '../../storage/jsonValue';

type Step =
  | { type: 'field'; name: string }
  | { type: 'index'; at: number }
  | { type: 'all' }
  | { type: 'filter'; path: string[]; value: string };

const stepPattern =
  /\.((?:\\.|[^.[\\])+)|\[(\d+)\]|\[(\*)\]|\['((?:\\.|[^'\\])*)'\]|\[\?\(@\.([\w.]+)\s*==\s*["']([^"']*)["']\)\]/y;

/**
 * Compiles the part of JSONPath that printer columns use: fields, indexes, `[*]`
 * and one comparison of a filter. Gives the first value found.
 *
 * @throws Error for other expressions
 * @internal
 */
export function compileJsonPath(
  expression: string,
): (object: unknown) => unknown {
  const text = expression.replace(/^\{(.*)\}$/, '$1').replace(/^\$/, '');
  const steps: Step[] = [];
  let at = 0;
  while (at < text.length) {
    stepPattern.lastIndex = at;
    const match = stepPattern.exec(text);
    if (!match) {
      throw new Error(`Unsupported JSONPath ${expression}`);
    }
    steps.push(toStep(match));
    at = stepPattern.lastIndex;
  }
  return object => {
    let values: unknown[] = [object];
    for (const step of steps) {
      values = values.flatMap(value => take(value, step));
    }
    return values.find(value => value !== undefined);
  };
}

function toStep(match: RegExpExecArray): Step {
  const [, plain, index, all, quoted, path, value] = match;
  const name = plain ?? quoted;
  if (name !== undefined) {
    return name === '*'
      ? { type: 'all' }
      : { type: 'field', name: name.replace(/\\(.)/g, '$1') };
  }
  if (index !== undefined) {
    return { type: 'index', at: Number(index) };
  }
  return all
    ? { type: 'all' }
    : { type: 'filter', path: path.split('.'), value };
}

function take(value: unknown, step: Step): unknown[] {
  switch (step.type) {
    case 'field':
      return [getField(value, step.name)];
    case 'index':
      return Array.isArray(value) ? [value[step.at]] : [];
    case 'all':
      if (Array.isArray(value)) {
        return value;
      }
      return isJsonMap(value) ? Object.values(value) : [];
    default:
      return Array.isArray(value)
        ? value.filter(item => {
            let field: unknown = item;
            for (const name of step.path) {
              field = getField(field, name);
            }
            return String(field) === step.value;
          })
        : [];
  }
}
