import { isJsonMap } from '../../storage/jsonValue';
import { badRequest, invalid, unsupportedMediaType } from '../errors';
import { WriteRequest } from '../store/ObjectWriter';
import { Preconditions } from '../store/preconditions';
import { Selection } from '../store/selection';
import { decodeProtobuf, protobufMedia } from './decodeProtobuf';
import { parseJson } from './readBody';
import { HttpRequest } from './types';

/** The content type without its parameters. @internal */
export function mediaType(request: HttpRequest): string {
  return request.contentType.split(';')[0].trim().toLowerCase();
}

/** @throws StatusError BadRequest, UnsupportedMediaType @internal */
export function readObject(request: HttpRequest): unknown {
  const media = mediaType(request);
  if (media === protobufMedia) {
    return decodeProtobuf(request.body);
  }
  if (media && media !== 'application/json') {
    throw unsupportedMediaType(['application/json']);
  }
  return parseJson(request.body);
}

/** @throws StatusError Invalid @internal */
export function writeRequest(request: HttpRequest): WriteRequest {
  const { query, userAgent, subresource } = request;
  return {
    fieldManager: query.get('fieldManager') || userAgent.split('/')[0],
    dryRun: isDryRun(query.getAll('dryRun')),
    fieldValidation: query.get('fieldValidation') ?? undefined,
    subresource,
  };
}

function isDryRun(values: unknown[]): boolean {
  if (values.some(value => value !== 'All')) {
    throw invalid({ group: 'meta.k8s.io', kind: 'UpdateOptions' }, '', [
      {
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(
          values,
        )}: supported values: "All"`,
        field: 'dryRun',
      },
    ]);
  }
  return values.length > 0;
}

/** What `DeleteOptions` say, in the body and in the query. @throws StatusError BadRequest, Invalid @internal */
export function deleteOptions(request: HttpRequest): {
  preconditions: Preconditions;
  dryRun: boolean;
} {
  const options = request.body.length ? readObject(request) : {};
  if (!isJsonMap(options)) {
    throw badRequest('DeleteOptions are no JSON object');
  }
  return {
    preconditions: (options.preconditions ?? {}) as Preconditions,
    dryRun: isDryRun([
      ...request.query.getAll('dryRun'),
      ...((options.dryRun as unknown[] | undefined) ?? []),
    ]),
  };
}

/** @internal */
export function selectionOf(request: HttpRequest): Selection {
  return {
    namespace: request.namespace,
    labelSelector: request.query.get('labelSelector') ?? undefined,
    fieldSelector: request.query.get('fieldSelector') ?? undefined,
  };
}
