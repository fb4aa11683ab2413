import { resolve } from 'node:path';
import { Failure } from '../setup/failure.mjs';

/**
 * Reads what stands behind `npm run test:contract --`.
 *
 * @param {string[]} args `--real`, `--on FILE`; the rest are patterns and options of Jest
 * @param {string} cwd folder to which FILE is relative
 */
export function readContractOptions(args, cwd) {
  const jest = args.filter(arg => arg !== '--real');
  const at = jest.indexOf('--on');
  const [, file] = at < 0 ? [] : jest.splice(at, 2);
  const world = args.includes('--real') ? 'real' : 'embedded';
  if (at >= 0 && (!file || world !== 'real')) {
    throw new Failure(
      '--on goes with --real and the file of a held real cluster.',
      '`yarn workspace @strongroom/real-cluster hold` starts one and says its file.',
    );
  }
  return { world, heldFile: file && resolve(cwd, file), jest };
}
