import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads the values behind a path of the demo's KV store, by the address that the state folder tells.
 * @param version - an older one; absent: the newest
 */
export async function readKv(
  path: string,
  version?: number,
): Promise<Record<string, string> | undefined> {
  const file = readFileSync(
    join(process.env.STRONGROOM_STATE!, 'openbao.env'),
    'utf8',
  );
  const setting = (name: string) =>
    new RegExp(`${name}=(\\S+)`).exec(file)![1].replace(/['"]/g, '');
  const response = await fetch(
    `${setting('BAO_ADDR')}/v1/secret/data/${path}?version=${version ?? 0}`,
    { headers: { 'X-Vault-Token': setting('BAO_TOKEN') } },
  );
  const body = await response.json();
  return body.data?.data ?? undefined;
}
