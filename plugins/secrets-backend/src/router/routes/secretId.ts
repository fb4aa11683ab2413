import { Request } from 'express';
import { SecretId } from '../../secrets';

/** The secret that a path names. */
export function secretId({ params }: Request): SecretId {
  return { namespace: params.namespace, name: params.name };
}
