import { LookRequest } from '../types';

/** One name for a request among all. */
export function lookKey({ namespace, name, plane }: LookRequest): string {
  return `${plane.kind}/${plane.name}/${namespace}/${name}`;
}
