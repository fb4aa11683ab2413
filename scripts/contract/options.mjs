import { resolve } from 'node:path';
import { Failure } from '../setup/failure.mjs';

/**
 * Reads what stands behind `npm run test:contract --`.
 *
 * @param {string[]} args `--real`, `--on FILE`, `--after-tests`; the rest are patterns and options of Jest
 * @param {string} cwd folder to which FILE is relative
 */
export function readContractOptions(args, cwd) {
  const jest = args.filter(arg => !['--real', '--after-tests'].includes(arg));
  const at = jest.indexOf('--on');
  const [, file] = at < 0 ? [] : jest.splice(at, 2);
  const world = args.includes('--real') ? 'real' : 'embedded';
  if (at >= 0 && (!file || world !== 'real')) {
    throw new Failure(
      '--on goes with --real and the file of a held real cluster.',
      '`yarn workspace @strongroom/real-cluster hold` starts one and says its file.',
    );
  }
  const afterTests = args.includes('--after-tests');
  if (afterTests && world === 'real') {
    throw new Failure(
      '--after-tests does not go with --real.',
      '`npm test` runs in the embedded world alone.',
    );
  }
  return { world, heldFile: file && resolve(cwd, file), afterTests, jest };
}
