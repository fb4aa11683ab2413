import { printParseErrorCode, visit } from 'jsonc-parser';
import { SecretsError } from '../errors';

const DEEPEST = 16;

type Container = Record<string, unknown> | unknown[];

/**
 * Parses a JSON body strictly: no duplicate keys, no comments, not nested deeper than anything we accept. Objects have no
 * prototype, so that keys such as `__proto__` are keys like any other.
 *
 * @throws SecretsError `InvalidRequest`; it names a position or a key, never any other text of the body
 */
export function parseJson(bytes: Buffer): unknown {
  const text = decode(bytes);
  const open: Container[] = [];
  const keys: string[] = [];
  let root: unknown;

  const put = (value: unknown) => {
    const parent = open.at(-1);
    if (parent === undefined) {
      root = value;
    } else if (Array.isArray(parent)) {
      parent.push(value);
    } else {
      parent[keys.at(-1)!] = value;
    }
  };
  const begin = (container: Container) => {
    put(container);
    open.push(container);
    keys.push('');
    if (open.length > DEEPEST) {
      throw invalid(`The body is nested deeper than ${DEEPEST} levels.`);
    }
  };
  const end = () => {
    open.pop();
    keys.pop();
  };

  visit(
    text,
    {
      onObjectBegin: () => begin(Object.create(null)),
      onObjectProperty: key => {
        if (Object.hasOwn(open.at(-1)!, key)) {
          throw invalid(`The key ${quote(key)} stands twice in one object.`);
        }
        keys[keys.length - 1] = key;
      },
      onObjectEnd: end,
      onArrayBegin: () => begin([]),
      onArrayEnd: end,
      onLiteralValue: put,
      onError: (code, offset) => {
        throw invalid(
          `The body is not valid JSON: ${printParseErrorCode(
            code,
          )} at character ${offset}.`,
        );
      },
    },
    { disallowComments: true, allowEmptyContent: false },
  );
  return root;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      bytes,
    );
  } catch {
    throw invalid('The body is not valid UTF-8.');
  }
}

function quote(key: string): string {
  return JSON.stringify(key.length > 80 ? `${key.slice(0, 80)}…` : key);
}

function invalid(message: string): SecretsError {
  return new SecretsError('InvalidRequest', message);
}
