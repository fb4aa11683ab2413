import { KvError } from './KvError';
import { isJsonObject } from './mergeJson';

/** What a policy allows on paths that match a pattern. @internal */
export interface PolicyRule {
  /** May hold `+` for one segment and end in `*`. */
  pattern: string;
  capabilities: string[];
}

const known = new Set([
  'create',
  'read',
  'update',
  'delete',
  'list',
  'patch',
  'scan',
  'sudo',
  'deny',
]);

/**
 * Reads an ACL policy in JSON or in HCL. Only `capabilities` is understood; any
 * other restriction is refused rather than ignored.
 *
 * @throws KvError 400
 * @see https://openbao.org/docs/concepts/policies/
 * @internal
 */
export function parsePolicy(text: string): PolicyRule[] {
  return text.trimStart().startsWith('{') ? fromJson(text) : fromHcl(text);
}

function fromJson(text: string): PolicyRule[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalid('not valid JSON');
  }
  const paths = isJsonObject(parsed) ? parsed.path : undefined;
  if (!isJsonObject(paths)) {
    throw invalid('"path" is missing');
  }
  return Object.entries(paths).map(([path, block]) =>
    toRule(path, isJsonObject(block) ? block : {}),
  );
}

function fromHcl(text: string): PolicyRule[] {
  const tokens = tokenize(text);
  const rules: PolicyRule[] = [];
  while (tokens.length > 0) {
    take(tokens, 'path');
    const path = unquote(take(tokens));
    take(tokens, '{');
    const block: Record<string, unknown> = {};
    while (tokens[0] !== '}') {
      const field = take(tokens);
      take(tokens, '=');
      block[field] = takeValue(tokens);
    }
    take(tokens, '}');
    rules.push(toRule(path, block));
  }
  return rules;
}

function takeValue(tokens: string[]): unknown {
  const first = take(tokens);
  if (first !== '[') {
    return unquote(first);
  }
  const items: string[] = [];
  while (tokens[0] !== ']') {
    items.push(unquote(take(tokens)));
    if (tokens[0] === ',') {
      take(tokens, ',');
    }
  }
  take(tokens, ']');
  return items;
}

function take(tokens: string[], expected?: string): string {
  const token = tokens.shift();
  if (token === undefined || (expected && token !== expected)) {
    throw invalid(`expected ${expected ?? 'more'}`);
  }
  return token;
}

function tokenize(text: string): string[] {
  const withoutComments = text.replace(
    /("(?:[^"\\]|\\.)*")|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_match, quoted) => quoted ?? ' ',
  );
  const tokens = withoutComments.match(/"(?:[^"\\]|\\.)*"|[{}[\]=,]|\w+|\S/g);
  return tokens ?? [];
}

function unquote(token: string): string {
  try {
    return JSON.parse(token);
  } catch {
    throw invalid('a string was expected');
  }
}

function toRule(path: string, block: Record<string, unknown>): PolicyRule {
  const { capabilities, ...others } = block;
  const [unknown] = Object.keys(others);
  if (unknown) {
    throw invalid(`path "${path}": invalid key "${unknown}"`);
  }
  const names = Array.isArray(capabilities) ? capabilities.map(String) : [];
  const wrong = names.find(name => !known.has(name));
  if (wrong !== undefined) {
    throw invalid(
      `path "${path}": path "${path}": invalid capability "${wrong}"`,
    );
  }
  return { pattern: path.replace(/^\//, ''), capabilities: names };
}

function invalid(reason: string): KvError {
  return new KvError(400, `failed to parse policy: ${reason}`);
}
