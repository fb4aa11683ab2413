import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives a folder a path that a makefile can hold: node-gyp does not quote the headers' path, so that
 * a space in the repository's own breaks the compiler's command line.
 *
 * @template T
 * @param {string | undefined} dir
 * @param {(plain: string | undefined) => Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withPlainPath(dir, use) {
  if (!dir || isPlain(dir)) {
    return use(dir);
  }
  const place = [tmpdir(), '/tmp'].find(isPlain);
  const parent = mkdtempSync(join(realpathSync(place), 'strongroom-headers-'));
  const remove = () => rmSync(parent, { recursive: true, force: true });
  // Ctrl-C ends the process without coming back here.
  process.once('exit', remove);
  try {
    const link = join(parent, 'headers');
    symlinkSync(dir, link);
    return await use(link);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

function isPlain(path) {
  return /^[\w./-]+$/.test(path);
}
