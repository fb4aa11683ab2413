import { goJson } from '../http';
import { OccError } from './OccError';
import { Command } from './types';

/** Reads a file that a flag names. */
export type ReadFile = (path: string) => Promise<Buffer>;

/** Values from `--from-literal`, `--from-file` and `--from-env-file`. @throws OccError when there are none */
export async function collectData(
  { flags }: Command,
  readFile: ReadFile,
): Promise<Map<string, string>> {
  const data = new Map<string, string>();
  for (const pair of flags.get('--from-literal') ?? []) {
    data.set(...split(pair));
  }
  for (const pair of flags.get('--from-file') ?? []) {
    const [key, path] = split(pair);
    data.set(key, await readText(readFile, path));
  }
  for (const path of flags.get('--from-env-file') ?? []) {
    const lines = (await readText(readFile, path)).split('\n');
    for (const line of lines.filter(text => text.includes('='))) {
      data.set(...split(line));
    }
  }
  if (data.size === 0) {
    throw new OccError(
      'at least one of --from-literal, --from-file, or --from-env-file is required',
    );
  }
  return data;
}

/** The one value of a Docker registry's secret. */
export function dockerConfig({ flags }: Command): Map<string, string> {
  const [server, username, password, email] = [
    '--docker-server',
    '--docker-username',
    '--docker-password',
    '--docker-email',
  ].map(flag => flags.get(flag)?.[0]);
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  const config = { auths: { [server!]: { username, password, auth, email } } };
  return new Map([['.dockerconfigjson', goJson(config).trimEnd()]]);
}

/** Certificate and key from the files that flags name. */
export async function certificatePair(
  { flags }: Command,
  readFile: ReadFile,
): Promise<Map<string, string>> {
  return new Map([
    ['tls.crt', await readText(readFile, flags.get('--cert')![0])],
    ['tls.key', await readText(readFile, flags.get('--key')![0])],
  ]);
}

/** What is no UTF-8 is damaged here already. */
async function readText(readFile: ReadFile, path: string): Promise<string> {
  return (await readFile(path)).toString('utf8');
}

function split(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return [pair.slice(0, at), pair.slice(at + 1)];
}
