import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { cacheFolder, cacheKey } from './cache';
import { lockFolder } from './lockFolder';
import { runTool, ToolMissingError } from './runTool';
import { GoProgram, ObtainedProgram, Progress } from './types';
import { withLock } from './withLock';

const oldestGo = [1, 25, 1];
const buildFlags = ['-buildvcs=false', '-mod=readonly', '-trimpath'];
const progressEveryMs = 15_000;
/** The toolchain that is there is the one that builds: none is downloaded, and no C compiler is needed. */
const goEnvironment = {
  GOTOOLCHAIN: 'local',
  CGO_ENABLED: '0',
  GOWORK: 'off',
};

/**
 * Builds a program of a Go module, once for each version and set of flags; what was built before is used again.
 * @throws when Go is missing or too old, with what to do
 */
export async function buildGoProgram(
  program: GoProgram,
  progress: Progress,
): Promise<ObtainedProgram> {
  const { name, version, lock } = program;
  const folder = lockFolder(lock);
  const key = cacheKey([
    readFileSync(join(folder, 'go.mod')),
    readFileSync(join(folder, 'go.sum')),
    program.package,
    program.ldflags,
    JSON.stringify([buildFlags, goEnvironment, process.platform, process.arch]),
  ]);
  const target = join(cacheFolder(), `${name}-${version}-${key}`);
  const obtained: ObtainedProgram = {
    name,
    path: join(target, name),
    definitionsFile: program.keep && join(target, basename(program.keep.file)),
  };
  if (existsSync(target)) {
    return obtained;
  }
  await assertGo(program);
  // One build at a time: a second one would take the memory of the first.
  await withLock(
    join(cacheFolder(), 'build.lock'),
    async () => {
      if (!existsSync(target)) {
        await build(program, folder, target, progress);
      }
    },
    {
      onWait: () =>
        progress(`${name} ${version}: waiting for another build to end`),
    },
  );
  return obtained;
}

async function build(
  program: GoProgram,
  cwd: string,
  target: string,
  progress: Progress,
): Promise<void> {
  const { name, version, keep } = program;
  const env = { ...process.env, ...goEnvironment };
  const temporary = `${target}.${process.pid}`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  let downloads = 0;
  progress(`${name} ${version}: building, which takes minutes the first time`);
  const timer = setInterval(
    () =>
      progress(
        `${name} ${version}: building for ${seconds()} s${
          downloads ? `, ${downloads} modules downloaded` : ''
        }`,
      ),
    progressEveryMs,
  );
  try {
    await runTool(
      'go',
      [
        'build',
        ...buildFlags,
        '-ldflags',
        program.ldflags,
        '-o',
        join(temporary, name),
        program.package,
      ],
      {
        cwd,
        env,
        onLine: line => {
          downloads += line.startsWith('go: downloading') ? 1 : 0;
        },
      },
    );
    if (keep) {
      const module = await runTool(
        'go',
        ['list', '-mod=readonly', '-m', '-f', '{{.Dir}}', keep.module],
        { cwd, env },
      );
      copyFileSync(
        join(module.trim(), keep.file),
        join(temporary, basename(keep.file)),
      );
    }
    renameSync(temporary, target);
  } finally {
    clearInterval(timer);
    rmSync(temporary, { recursive: true, force: true });
  }
  progress(`${name} ${version}: built in ${seconds()} s`);
}

async function assertGo({ name, version }: GoProgram): Promise<void> {
  const needed = `${name} ${version} is built with Go ${oldestGo.join(
    '.',
  )} or newer`;
  const advice =
    'Install it from https://go.dev/dl/, or name a program of your own in the environment.';
  const found = await runTool('go', ['env', 'GOVERSION'], {
    env: { ...process.env, ...goEnvironment },
  }).catch(error => {
    throw error instanceof ToolMissingError
      ? new Error(`${needed}, and there is no Go on the PATH. ${advice}`)
      : error;
  });
  const numbers = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(found);
  const [, major, minor, patch] = (numbers ?? []).map(Number);
  const order =
    major - oldestGo[0] || minor - oldestGo[1] || (patch || 0) - oldestGo[2];
  if (!(order >= 0)) {
    throw new Error(`${needed}, and this is ${found.trim()}. ${advice}`);
  }
}
