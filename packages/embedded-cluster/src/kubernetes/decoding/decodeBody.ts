import { parseDocument } from 'yaml';
import { isJsonMap, JsonMap } from '../../storage/jsonValue';
import { badRequest } from '../errors';
import { builtInTypes } from '../resources/builtInTypes';
import { apiVersionOf, ResourceType } from '../resources/ResourceType';
import { DecodeError, wrongType } from './DecodeError';
import { ParsedJson, parseJson } from './JsonParser';

const envelopeType =
  'Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

const quotedBytes = 30;

/**
 * Reads what somebody wants to be kept as an object of a type: JSON or YAML that
 * says the right kind, or none where the path says it.
 *
 * @throws StatusError BadRequest, which quotes the beginning of a body that is unreadable, as the real server does
 * @internal
 */
export function decodeBody(
  body: Buffer,
  media: string,
  type: ResourceType,
): ParsedJson {
  const text = body.toString('utf8');
  const parsed = orRefuse(body, type, () => {
    const found = isYaml(media) ? parseYaml(text) : parseEnvelope(text);
    if (type.custom && !found.value.kind) {
      throw new DecodeError(`Object 'Kind' is missing in '${text}'`);
    }
    return found;
  });
  checkKind(parsed.value, type);
  return parsed;
}

/** @throws DecodeError for what is no JSON, or no object that may have a kind; `null` counts as an empty one @internal */
export function parseEnvelope(text: string): ParsedJson & { value: JsonMap } {
  try {
    const { value, duplicates } = parseJson(text);
    return { value: asEnvelope(value), duplicates };
  } catch (error) {
    throw error instanceof DecodeError
      ? new DecodeError(
          `couldn't get version/kind; json parse error: ${error.message}`,
        )
      : error;
  }
}

/** @internal */
export function isYaml(media: string): boolean {
  return media === 'application/yaml';
}

function parseYaml(text: string): ParsedJson & { value: JsonMap } {
  const document = parseDocument(text, { uniqueKeys: false });
  const [problem] = document.errors;
  if (problem) {
    const line = problem.linePos?.[0].line ?? 1;
    const [words] = problem.message.split(/ at line/);
    throw new DecodeError(`yaml: line ${line}: ${words}`);
  }
  return parseEnvelope(JSON.stringify(document.toJS() ?? null));
}

function asEnvelope(value: unknown): JsonMap {
  if (value === null) {
    return {};
  }
  if (!isJsonMap(value)) {
    throw wrongType(value, envelopeType);
  }
  for (const field of ['apiVersion', 'kind']) {
    const text = value[field];
    if (text !== undefined && text !== null && typeof text !== 'string') {
      throw wrongType(text, `Go struct field .${field} of type string`);
    }
  }
  return value;
}

function orRefuse<T>(body: Buffer, type: ResourceType, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof DecodeError
      ? badRequest(
          `the object provided is unrecognized (must be of type ${
            type.kind
          }): ${error.message} (${summary(body)})`,
        )
      : error;
  }
}

/** The beginning of a body as the real server quotes it: as it is when it looks like JSON, else in hexadecimal digits. */
function summary(body: Buffer): string {
  if (!body.length) {
    return '<empty>';
  }
  const encoding = body[0] === '{'.charCodeAt(0) ? 'utf8' : 'hex';
  const quote = body.subarray(0, quotedBytes).toString(encoding);
  return body.length > quotedBytes ? `${quote} ...` : quote;
}

function checkKind(value: unknown, type: ResourceType): void {
  const expected = apiVersionOf(type.group, type.version);
  const { apiVersion, kind } = value as JsonMap;
  if (type.custom) {
    if (apiVersion !== expected) {
      throw badRequest(
        `the API version in the data (${
          apiVersion ?? ''
        }) does not match the expected API version (${expected})`,
      );
    }
    return;
  }
  const problem = kindProblem(
    (apiVersion as string) || expected,
    (kind as string) || type.kind,
    type,
  );
  if (problem) {
    const version = ((apiVersion as string) || expected).split('/').pop();
    throw badRequest(
      `${kind || type.kind} in version "${version}" cannot be handled as a ${
        type.kind
      }: ${problem}`,
    );
  }
}

/** Why an object of a kind is none of a built-in type; `undefined` when it is one. @internal */
export function kindProblem(
  apiVersion: string,
  kind: string,
  type: ResourceType,
): string | undefined {
  const given = builtInTypes.find(
    known =>
      known.kind === kind &&
      apiVersionOf(known.group, known.version) === apiVersion,
  );
  if (!given) {
    return `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`;
  }
  const internal = `${type.group.split('.')[0] || 'core'}.${type.kind}`;
  return given.kind === type.kind && given.group === type.group
    ? undefined
    : `converting (${given.version}.${kind}) to (${internal}): unknown conversion`;
}
