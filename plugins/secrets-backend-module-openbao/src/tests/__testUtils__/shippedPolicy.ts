import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The policy that is shipped, byte for byte; it is for a mount named `secret`. */
export function shippedPolicy(): string {
  return readFileSync(
    join(__dirname, '../../../../../deploy/openbao/strongroom-policy.hcl'),
    'utf8',
  );
}
