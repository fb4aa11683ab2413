import { Value } from '@strongroom/backstage-plugin-secrets-common';

/** Bytes of all given values together, decoded, keys not counted; what the server makes is not counted. @internal */
export function countBytes(values: [string, Value][]): number {
  let total = 0;
  for (const [, { value = '', encoding }] of values) {
    total +=
      encoding === 'base64'
        ? (value.length / 4) * 3 - (value.match(/=*$/)?.[0].length ?? 0)
        : new TextEncoder().encode(value).length;
  }
  return total;
}
