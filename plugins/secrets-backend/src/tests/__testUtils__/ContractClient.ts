import Ajv2020, { ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { spec } from '../../schema/openapi.generated';

/** An answer, read to its end. */
export interface Answer<T = any> {
  status: number;
  headers: Headers;
  body: T;
  text: string;
}

/** What a request may set besides method and path. */
export interface RequestInput {
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: string | Uint8Array;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));
ajv.addSchema(spec, 'contract');

/**
 * Talks HTTP to the plugin as one caller. Every answer is checked against the OpenAPI document and for `no-store`, so
 * that no test can see one that breaks the contract.
 */
export class ContractClient {
  readonly #baseUrl: string;
  readonly #authorization: string | undefined;

  constructor(baseUrl: string, authorization: string | undefined) {
    this.#baseUrl = baseUrl;
    this.#authorization = authorization;
  }

  async get<T = any>(path: string, input?: RequestInput): Promise<Answer<T>> {
    return this.request('GET', path, input);
  }

  async post<T = any>(
    path: string,
    body: unknown,
    input?: RequestInput,
  ): Promise<Answer<T>> {
    return this.request('POST', path, { ...input, body });
  }

  async patch<T = any>(
    path: string,
    body: unknown,
    input?: RequestInput,
  ): Promise<Answer<T>> {
    return this.request('PATCH', path, { ...input, body });
  }

  async put<T = any>(
    path: string,
    body: unknown,
    input?: RequestInput,
  ): Promise<Answer<T>> {
    return this.request('PUT', path, { ...input, body });
  }

  async delete<T = any>(
    path: string,
    input?: RequestInput,
  ): Promise<Answer<T>> {
    return this.request('DELETE', path, input);
  }

  async request<T = any>(
    method: string,
    path: string,
    { body, raw, headers, signal }: RequestInput = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.#baseUrl}${path}`, {
      method,
      signal,
      headers: {
        // A kept connection may end at the server in the moment that it is used again, when both were busy for seconds.
        Connection: 'close',
        ...(this.#authorization && { Authorization: this.#authorization }),
        ...((body !== undefined || raw !== undefined) && {
          'Content-Type': 'application/json',
        }),
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const text = await response.text();
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson(response) ? JSON.parse(text) : undefined,
    };
    checkContract(method, path, answer);
    return answer;
  }
}

function isJson(response: Response): boolean {
  return (
    response.headers.get('Content-Type')?.startsWith('application/json') ??
    false
  );
}

function checkContract(method: string, path: string, answer: Answer): void {
  if (answer.headers.get('Cache-Control') !== 'no-store') {
    throw new Error(`${method} ${path}: the answer is not marked no-store`);
  }
  if (answer.body === undefined) {
    return;
  }
  const validate = validatorOf(method, path, answer.status);
  if (!validate(answer.body)) {
    throw new Error(
      `${method} ${path}: the answer ${
        answer.status
      } breaks the contract: ${ajv.errorsText(validate.errors)}`,
    );
  }
}

function validatorOf(
  method: string,
  path: string,
  status: number,
): ValidateFunction {
  const paths = spec.paths as Record<string, any>;
  const { pathname } = new URL(path, 'http://localhost');
  const template = Object.keys(paths).find(candidate =>
    new RegExp(`^${candidate.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(pathname),
  );
  const responses = template
    ? paths[template][method.toLowerCase()]?.responses
    : undefined;
  const response = resolved(responses?.[status] ?? responses?.default);
  const schema =
    status >= 400 && status !== 503
      ? '#/components/schemas/ErrorResponse'
      : response?.content?.['application/json']?.schema.$ref ??
        '#/components/schemas/ErrorResponse';
  return ajv.getSchema(`contract${schema}`)!;
}

/** A response, or the one of the document that it names. */
function resolved(response: any): any {
  const name = response?.$ref?.replace('#/components/responses/', '');
  return name ? (spec.components as any).responses[name] : response;
}
