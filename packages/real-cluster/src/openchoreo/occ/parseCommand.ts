import { Command } from './types';

const short = new Map([['-n', '--namespace']]);
const switches = new Set(['--replace']);

/** Tells words from flags and their values. */
export function parseCommand(args: string[]): Command {
  const words: string[] = [];
  const flags = new Map<string, string[]>();
  for (let index = 0; index < args.length; index += 1) {
    const flag = short.get(args[index]) ?? args[index];
    if (!flag.startsWith('--')) {
      words.push(flag);
      continue;
    }
    const values = flags.get(flag) ?? [];
    flags.set(flag, values);
    if (!switches.has(flag)) {
      index += 1;
      values.push(args[index]);
    }
  }
  return { words, flags };
}
