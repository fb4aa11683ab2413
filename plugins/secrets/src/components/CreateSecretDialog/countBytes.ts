import { collectValues } from './buildDraft';
import { SecretFormValues } from './formValues';

/** Bytes of all values together, decoded, keys not counted. @internal */
export function countBytes(form: SecretFormValues): number {
  let total = 0;
  for (const [, { value = '', encoding }] of collectValues(form)) {
    total +=
      encoding === 'base64'
        ? (value.length / 4) * 3 - (value.match(/=*$/)?.[0].length ?? 0)
        : new TextEncoder().encode(value).length;
  }
  return total;
}
