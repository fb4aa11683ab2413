import Ajv, { ErrorObject, ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { StatusCause } from '../../storage/StatusError';
import { KubernetesObject } from '../../storage/types';
import { StructuralSchema } from '../types';
import {
  invalidValue,
  notSupported,
  required,
  tooLong,
} from '../validation/causes';

const ajv = addFormats(
  new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    logger: false,
    unicodeRegExp: false,
    ownProperties: true,
  }),
);

/**
 * Checks objects against the schema of a definition and tells what is wrong in
 * the words of the API server.
 *
 * @internal
 */
export class SchemaValidator {
  readonly #validate: ValidateFunction;

  private constructor(validate: ValidateFunction) {
    this.#validate = validate;
  }

  /** @throws when the schema is none */
  static create(schema: StructuralSchema): SchemaValidator {
    return new SchemaValidator(ajv.compile(toJsonSchema(schema)));
  }

  validate(object: KubernetesObject): StatusCause[] {
    return this.#causes(object);
  }

  /** Checks one field alone: messages begin at it, while causes name it in full. */
  validateIn(field: string, value: unknown): StatusCause[] {
    return value === undefined
      ? []
      : this.#causes(value).map(cause => ({
          ...cause,
          field: cause.field === '<nil>' ? field : `${field}.${cause.field}`,
        }));
  }

  #causes(value: unknown): StatusCause[] {
    if (this.#validate(value)) {
      return [];
    }
    return (this.#validate.errors ?? []).map(toCause);
  }
}

/** Metadata has rules of its own, and "int or string" is no JSON schema. */
function toJsonSchema(schema: StructuralSchema): object {
  const copy = JSON.parse(JSON.stringify(schema), (_key, value) => {
    if (value?.['x-kubernetes-int-or-string'] === true) {
      const { type, ...rest } = value;
      return { ...rest, type: ['integer', 'string'] };
    }
    if (value?.nullable === true && !value.type) {
      const { nullable, ...rest } = value;
      return rest;
    }
    return value;
  });
  delete copy.properties?.metadata;
  return copy;
}

function fieldPath(pointer: string): string {
  let path = '';
  for (const raw of pointer.split('/').slice(1)) {
    const part = raw.replace(/~1/g, '/').replace(/~0/g, '~');
    if (/^\d+$/.test(part)) {
      path += `[${part}]`;
    } else {
      path += path ? `.${part}` : part;
    }
  }
  return path || '<nil>';
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  if (value === null) {
    return 'null';
  }
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function toCause(error: ErrorObject): StatusCause {
  const field = fieldPath(error.instancePath);
  const { params, data } = error;
  const limit = params.limit as number;
  switch (error.keyword) {
    case 'required':
      return required(
        field === '<nil>'
          ? params.missingProperty
          : `${field}.${params.missingProperty}`,
      );
    case 'type':
      return {
        reason: 'FieldValueTypeInvalid',
        message: `Invalid value: "${jsonType(
          data,
        )}": ${field} in body must be of type ${params.type}: "${jsonType(
          data,
        )}"`,
        field,
      };
    case 'enum':
      return notSupported(field, data, params.allowedValues);
    case 'pattern':
      return invalidValue(
        field,
        data,
        `${field} in body should match '${params.pattern}'`,
      );
    case 'format':
      return invalidValue(
        field,
        data,
        `${field} in body must be of type ${params.format}: ${JSON.stringify(
          data,
        )}`,
      );
    case 'maxLength':
      return tooLong(field, limit);
    case 'minLength':
      return invalidValue(
        field,
        data,
        `${field} in body should be at least ${limit} chars long`,
      );
    case 'maxItems':
    case 'maxProperties': {
      const count = Object.keys(data as object).length;
      return {
        reason: 'FieldValueTooMany',
        message: `Too many: ${count}: must have at most ${limit} items`,
        field,
      };
    }
    case 'minItems':
      return invalidValue(
        field,
        (data as unknown[]).length,
        `${field} in body should have at least ${limit} items`,
      );
    case 'minProperties':
      return invalidValue(
        field,
        Object.keys(data as object).length,
        `${field} in body should have at least ${limit} properties`,
      );
    case 'minimum':
      return invalidValue(
        field,
        data,
        `${field} in body should be greater than or equal to ${limit}`,
      );
    case 'maximum':
      return invalidValue(
        field,
        data,
        `${field} in body should be less than or equal to ${limit}`,
      );
    default:
      return invalidValue(field, jsonType(data), `${error.message}`);
  }
}
