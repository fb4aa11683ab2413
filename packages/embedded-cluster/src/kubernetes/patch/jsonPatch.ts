import {
  cloneJson,
  equalJson,
  isJsonMap,
  setField,
} from '../../storage/jsonValue';

/** One step of a JSON patch. @internal */
export interface PatchOperation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

/** A patch that does not fit the document; the message has no values. @internal */
export class PatchError extends Error {
  readonly name = 'PatchError';
}

/**
 * Applies a JSON patch to a copy of the document; all steps or none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6902
 * @throws PatchError
 * @internal
 */
export function jsonPatch(
  document: unknown,
  operations: PatchOperation[],
): unknown {
  const root = { document: cloneJson(document) };
  for (const operation of operations) {
    applyOperation(root, operation);
  }
  return root.document;
}

function applyOperation(root: object, operation: PatchOperation): void {
  const path = pointer(operation.path);
  switch (operation.op) {
    case 'add':
      add(root, path, operation.value);
      return;
    case 'remove':
      remove(root, path);
      return;
    case 'replace':
      read(root, path);
      remove(root, path, true);
      add(root, path, operation.value);
      return;
    case 'move': {
      const value = read(root, pointer(operation.from));
      remove(root, pointer(operation.from));
      add(root, path, value);
      return;
    }
    case 'copy':
      add(root, path, copyOf(root, pointer(operation.from)));
      return;
    case 'test':
      if (!equalJson(read(root, path), operation.value)) {
        throw new PatchError(`testing path ${operation.path} failed`);
      }
      return;
    default:
      throw new PatchError(`Unexpected kind: ${operation.op}`);
  }
}

/** What is not there is copied as `null`. */
function copyOf(root: object, path: string[]): unknown {
  try {
    return cloneJson(read(root, path));
  } catch (error) {
    if (error instanceof PatchError) {
      return null;
    }
    throw error;
  }
}

function pointer(path: unknown): string[] {
  if (typeof path !== 'string' || (path !== '' && !path.startsWith('/'))) {
    throw new PatchError(`missing path`);
  }
  const parts = path.split('/').slice(1);
  return [
    'document',
    ...parts.map(part => part.replace(/~1/g, '/').replace(/~0/g, '~')),
  ];
}

function child(parent: unknown, part: string, path: string[]): unknown {
  if (Array.isArray(parent) && index(part) < parent.length) {
    return parent[index(part)];
  }
  if (isJsonMap(parent) && Object.hasOwn(parent, part)) {
    return parent[part];
  }
  throw new PatchError(
    `doc is missing path: /${path.slice(1).join('/')}: missing value`,
  );
}

function read(root: object, path: string[]): unknown {
  let value: unknown = root;
  for (const part of path) {
    value = child(value, part, path);
  }
  return value;
}

function add(root: object, path: string[], value: unknown): void {
  const parent = read(root, path.slice(0, -1));
  const last = path[path.length - 1];
  if (Array.isArray(parent)) {
    const at = last === '-' ? parent.length : index(last);
    if (!(at <= parent.length)) {
      throw new PatchError(`Unable to access invalid index: ${last}`);
    }
    parent.splice(at, 0, value);
  } else if (isJsonMap(parent)) {
    setField(parent, last, value);
  } else {
    throw new PatchError(
      `doc is missing path: /${path.slice(1).join('/')}: missing value`,
    );
  }
}

function remove(root: object, path: string[], keepRoot: boolean = false): void {
  const parent = read(root, path.slice(0, -1));
  const last = path[path.length - 1];
  child(parent, last, path);
  if (Array.isArray(parent)) {
    parent.splice(index(last), 1);
  } else if (path.length > 1 || !keepRoot) {
    delete (parent as Record<string, unknown>)[last];
  }
}

function index(part: string): number {
  return /^(0|[1-9]\d*)$/.test(part) ? Number(part) : Infinity;
}
