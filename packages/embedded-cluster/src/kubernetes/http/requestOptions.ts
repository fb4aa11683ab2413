import { StatusCause } from '../../storage/StatusError';
import { invalid, unsupportedMediaType } from '../errors';
import { decodeBody, isYaml } from '../decoding/decodeBody';
import { ParsedJson } from '../decoding/JsonParser';
import { ResourceType } from '../resources/ResourceType';
import { WriteRequest } from '../store/ObjectWriter';
import { Selection } from '../store/selection';
import { notSupported, tooLong } from '../validation/causes';
import { decodeProtobuf, protobufMedia } from './decodeProtobuf';
import { HttpRequest } from './types';

const managerLimit = 128;
const fieldValidations = ['', 'Ignore', 'Strict', 'Warn'];

/** The content type without its parameters. @internal */
export function mediaType(request: HttpRequest): string {
  return request.contentType.split(';')[0].trim().toLowerCase();
}

/** What a client wants to be kept. @throws StatusError BadRequest, UnsupportedMediaType @internal */
export function readBodyObject(
  request: HttpRequest,
  type: ResourceType,
): ParsedJson {
  const media = mediaType(request);
  if (media === protobufMedia) {
    return { value: decodeProtobuf(request.body), duplicates: [] };
  }
  demandReadable(media);
  return decodeBody(request.body, media, type);
}

/** @throws StatusError UnsupportedMediaType @internal */
export function demandReadable(media: string): void {
  if (media && media !== 'application/json' && !isYaml(media)) {
    throw unsupportedMediaType([
      'application/json',
      'application/yaml',
      protobufMedia,
    ]);
  }
}

/** @param kind - of the options, as refusals name it @throws StatusError Invalid @internal */
export function writeRequest(
  request: HttpRequest,
  kind: 'CreateOptions' | 'UpdateOptions' | 'PatchOptions',
): WriteRequest {
  const { query, userAgent, subresource } = request;
  const fieldManager = query.get('fieldManager') || userAgent.split('/')[0];
  const fieldValidation = query.get('fieldValidation') ?? '';
  const dryRun = query.getAll('dryRun');
  const causes = dryRunCauses(dryRun);
  if ((query.get('fieldManager') ?? '').length > managerLimit) {
    causes.push(tooLong('fieldManager', managerLimit));
  }
  if (!fieldValidations.includes(fieldValidation)) {
    causes.push(
      notSupported('fieldValidation', fieldValidation, fieldValidations),
    );
  }
  refuseOptions(kind, causes);
  return {
    fieldManager: fieldManager.slice(0, managerLimit),
    dryRun: dryRun.length > 0,
    fieldValidation,
    subresource,
    patch: kind === 'PatchOptions',
  };
}

/** @internal */
export function dryRunCauses(values: unknown[]): StatusCause[] {
  return values.some(value => value !== 'All')
    ? [notSupported('dryRun', values, ['All'])]
    : [];
}

/** @throws StatusError Invalid @internal */
export function refuseOptions(kind: string, causes: StatusCause[]): void {
  if (causes.length) {
    throw invalid({ group: 'meta.k8s.io', kind }, '', causes);
  }
}

/** @internal */
export function selectionOf(request: HttpRequest): Selection {
  return {
    namespace: request.namespace,
    labelSelector: request.query.get('labelSelector') ?? undefined,
    fieldSelector: request.query.get('fieldSelector') ?? undefined,
  };
}
