import { isJsonMap, JsonMap } from '../../storage/jsonValue';
import { StatusCause } from '../../storage/StatusError';
import { parseEnvelope } from '../decoding/decodeBody';
import { DecodeError, wrongType } from '../decoding/DecodeError';
import { decodeFlag, decodeText } from '../decoding/decodeFields';
import { badRequest } from '../errors';
import { DeleteRequest } from '../store/ObjectDeleter';
import { PropagationPolicy } from '../store/propagation';
import { invalidValue, notSupported } from '../validation/causes';
import { queryNumber } from './queryNumber';
import {
  demandReadable,
  dryRunCauses,
  mediaType,
  refuseOptions,
} from './requestOptions';
import { HttpRequest } from './types';

const policies = ['Foreground', 'Background', 'Orphan', 'nil'];

interface DeleteOptions {
  dryRun: unknown[];
  gracePeriodSeconds?: number;
  orphanDependents?: boolean;
  propagationPolicy?: string;
  preconditions?: { uid?: string; resourceVersion?: string };
}

/**
 * What `DeleteOptions` say: those of the body, or without one those of the query.
 *
 * @throws StatusError BadRequest, Invalid
 * @internal
 */
export function deleteRequest(request: HttpRequest): DeleteRequest {
  const options = request.body.length
    ? fromBody(request)
    : fromQuery(request.query);
  const { propagationPolicy, orphanDependents, dryRun } = options;
  const causes: StatusCause[] = [];
  if (propagationPolicy !== undefined && orphanDependents !== undefined) {
    causes.push(
      invalidValue(
        'propagationPolicy',
        propagationPolicy,
        'orphanDependents and deletionPropagation cannot be both set',
      ),
    );
  }
  if (
    propagationPolicy !== undefined &&
    !policies.includes(propagationPolicy)
  ) {
    causes.push(notSupported('propagationPolicy', propagationPolicy, policies));
  }
  refuseOptions('DeleteOptions', [...causes, ...dryRunCauses(dryRun)]);
  return {
    preconditions: options.preconditions,
    dryRun: dryRun.length > 0,
    gracePeriodSeconds: options.gracePeriodSeconds,
    propagationPolicy: policyOf(propagationPolicy, orphanDependents),
  };
}

function policyOf(
  policy: string | undefined,
  orphan: boolean | undefined,
): PropagationPolicy | undefined {
  if (orphan !== undefined) {
    return orphan ? 'Orphan' : 'Background';
  }
  return policy as PropagationPolicy | undefined;
}

function fromQuery(query: URLSearchParams): DeleteOptions {
  const orphan = query.get('orphanDependents');
  return {
    dryRun: query.getAll('dryRun'),
    gracePeriodSeconds: queryNumber(query, 'gracePeriodSeconds'),
    orphanDependents: orphan === null ? undefined : orphan === 'true',
    propagationPolicy: query.get('propagationPolicy') ?? undefined,
  };
}

function fromBody(request: HttpRequest): DeleteOptions {
  demandReadable(mediaType(request));
  try {
    const { value } = parseEnvelope(request.body.toString('utf8'));
    const { kind, apiVersion = 'v1' } = value;
    if (kind && kind !== 'DeleteOptions') {
      throw new DecodeError(
        `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`,
      );
    }
    return decodeOptions(value);
  } catch (error) {
    throw error instanceof DecodeError ? badRequest(error.message) : error;
  }
}

function decodeOptions(value: JsonMap): DeleteOptions {
  const name = (field: string) => `DeleteOptions.${field}`;
  const { dryRun, gracePeriodSeconds, preconditions } = value;
  if (dryRun && !Array.isArray(dryRun)) {
    throw wrongType(
      dryRun,
      `Go struct field ${name('dryRun')} of type []string`,
    );
  }
  if (
    gracePeriodSeconds !== undefined &&
    !Number.isInteger(gracePeriodSeconds)
  ) {
    throw wrongType(
      gracePeriodSeconds,
      `Go struct field ${name('gracePeriodSeconds')} of type int64`,
    );
  }
  return {
    dryRun: (dryRun as unknown[] | undefined) ?? [],
    gracePeriodSeconds: gracePeriodSeconds as number | undefined,
    orphanDependents: decodeFlag(
      name('orphanDependents'),
      value.orphanDependents,
    ),
    propagationPolicy: decodeText(
      name('propagationPolicy'),
      value.propagationPolicy,
      'v1.DeletionPropagation',
    ),
    preconditions: decodePreconditions(preconditions),
  };
}

function decodePreconditions(value: unknown): DeleteOptions['preconditions'] {
  if (value === undefined || value === null) {
    return undefined;
  }
  const field = 'Preconditions.preconditions';
  if (!isJsonMap(value)) {
    throw wrongType(
      value,
      'Go struct field DeleteOptions.preconditions of type v1.Preconditions',
    );
  }
  return {
    uid: decodeText(`${field}.uid`, value.uid, 'types.UID'),
    resourceVersion: decodeText(
      `${field}.resourceVersion`,
      value.resourceVersion,
      'string',
    ),
  };
}
