import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Failure } from '../setup/failure.mjs';

const usage =
  'npm start -- [--empty] [--real] [--kubeconfig FILE [--context NAME]]; npm run start:backend takes the same options.';

/**
 * Reads what stands behind `npm start --`.
 *
 * @param {string[]} args
 * @param {string} cwd folder to which FILE is relative
 */
export function readStartOptions(args, cwd) {
  const values = parse(args);
  if (values.context && !values.kubeconfig) {
    throw new Failure('--context says nothing without --kubeconfig.', usage);
  }
  if (values.empty && values.kubeconfig) {
    throw new Failure(
      '--empty and --kubeconfig exclude each other: the demo estate is never written to your own cluster.',
      usage,
    );
  }
  if (values.real && values.kubeconfig) {
    throw new Failure(
      '--real and --kubeconfig exclude each other: one starts clusters, the other uses yours.',
      usage,
    );
  }
  const kubeconfig = values.kubeconfig && resolve(cwd, values.kubeconfig);
  if (kubeconfig && !existsSync(kubeconfig)) {
    throw new Failure(`There is no kubeconfig at ${kubeconfig}.`, usage);
  }
  return {
    backendOnly: Boolean(values['backend-only']),
    empty: Boolean(values.empty),
    real: Boolean(values.real),
    kubeconfig,
    context: values.context,
  };
}

function parse(args) {
  try {
    return parseArgs({
      args,
      options: {
        'backend-only': { type: 'boolean' },
        empty: { type: 'boolean' },
        real: { type: 'boolean' },
        kubeconfig: { type: 'string' },
        context: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new Failure(`${error.message.split('. ')[0]}.`, usage);
  }
}
