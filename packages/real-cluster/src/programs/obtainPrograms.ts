import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { buildGoProgram } from './buildGoProgram';
import { fetchOpenBao, keptOpenBao } from './fetchOpenBao';
import { goPrograms } from './goPrograms';
import { ObtainedProgram, ProgramName, Progress } from './types';

/** Programs that are taken from the PATH when they are there, because any recent version serves. */
const fromPath: ProgramName[] = ['bao'];

/**
 * Gets programs: those that the environment names (`STRONGROOM_KUBE_APISERVER=/path` and so on), those that were kept,
 * and the rest by building or fetching them, one after the other.
 *
 * @throws with a sentence that says what is missing and what to do
 * @public
 */
export async function obtainPrograms<T extends ProgramName>(
  names: T[],
  progress: Progress = line => console.log(line),
): Promise<Record<T, ObtainedProgram>> {
  const programs = {} as Record<T, ObtainedProgram>;
  for (const name of names) {
    programs[name] = await obtain(name, progress);
  }
  return programs;
}

/**
 * OpenBao as far as it is there: named by the environment, on the PATH, or kept. Fetches nothing, and so answers at once.
 * @public
 */
export function findOpenBao(): ObtainedProgram | undefined {
  const own = process.env[variableOf('bao')];
  if (own) {
    return isExecutable(own) ? { name: 'bao', path: own } : undefined;
  }
  const path = onPath('bao');
  return path ? { name: 'bao', path } : keptOpenBao();
}

/** The variable of the environment that names a program. */
export function variableOf(name: ProgramName): string {
  return `STRONGROOM_${name.toUpperCase().replaceAll('-', '_')}`;
}

async function obtain(
  name: ProgramName,
  progress: Progress,
): Promise<ObtainedProgram> {
  const variable = variableOf(name);
  const own = process.env[variable];
  if (own) {
    if (!isExecutable(own)) {
      throw new Error(`${variable} names ${own}, which cannot be executed.`);
    }
    return {
      name,
      path: own,
      definitionsFile: await definitionsOf(name, progress),
    };
  }
  if (fromPath.includes(name)) {
    const found = onPath(name);
    if (found) {
      return { name, path: found };
    }
  }
  const goProgram = goPrograms[name];
  return goProgram
    ? await buildGoProgram(goProgram, progress)
    : await fetchOpenBao(progress);
}

/** Definitions go with the program: whoever names one of another version names its definitions too. */
async function definitionsOf(
  name: ProgramName,
  progress: Progress,
): Promise<string | undefined> {
  const goProgram = goPrograms[name];
  if (!goProgram?.keep) {
    return undefined;
  }
  const own = process.env[`${variableOf(name)}_DEFINITIONS`];
  return own ?? (await buildGoProgram(goProgram, progress)).definitionsFile;
}

function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
