import { StatusCause } from '../../storage/StatusError';

/** @internal */
export function required(field: string, message: string = ''): StatusCause {
  return {
    reason: 'FieldValueRequired',
    message: message ? `Required value: ${message}` : 'Required value',
    field,
  };
}

/** @internal */
export function invalidValue(
  field: string,
  value: unknown,
  message: string,
): StatusCause {
  return {
    reason: 'FieldValueInvalid',
    message: `Invalid value: ${JSON.stringify(value)}: ${message}`,
    field,
  };
}

/** @internal */
export function forbiddenField(field: string, message: string): StatusCause {
  return {
    reason: 'FieldValueForbidden',
    message: `Forbidden: ${message}`,
    field,
  };
}

/** @internal */
export function notSupported(
  field: string,
  value: unknown,
  supported: unknown[],
): StatusCause {
  return {
    reason: 'FieldValueNotSupported',
    message: `Unsupported value: ${JSON.stringify(
      value,
    )}: supported values: ${supported
      .map(item => JSON.stringify(item))
      .join(', ')}`,
    field,
  };
}

/** @internal */
export function tooLong(field: string, bytes: number): StatusCause {
  return {
    reason: 'FieldValueTooLong',
    message: `Too long: may not be more than ${bytes} bytes`,
    field,
  };
}
