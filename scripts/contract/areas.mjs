/**
 * @typedef {'embedded' | 'real'} World
 *
 * What the contract consists of. Cases run in both worlds, but for files that say otherwise by their names.
 *
 * @typedef {object} Area
 * @property {string} name as the table shows it
 * @property {string} folder package with the tests
 * @property {Record<World, string[]>} match globs of its test files; none: nothing in this world
 * @property {boolean} [ownClusters] its tests start real clusters of their own
 */

/** @param {string[]} globs */
const inBoth = (...globs) => ({ embedded: globs, real: globs });

/** @type {Area[]} */
export const areas = [
  {
    name: 'real clusters, stand-ins',
    folder: 'packages/real-cluster',
    match: { embedded: [], real: ['**/src/**/*.real.ts'] },
    ownClusters: true,
  },
  {
    name: 'portal of the demo',
    folder: 'packages/backend',
    match: { embedded: [], real: ['**/src/**/*.real.ts'] },
    ownClusters: true,
  },
  {
    name: 'what we rely on',
    folder: 'packages/real-cluster',
    match: inBoth('**/src/contract/**/*.contract.ts'),
  },
  {
    name: 'driver of External Secrets',
    folder: 'plugins/secrets-backend-module-external-secrets',
    match: inBoth(
      '**/src/tests/conformance.test.ts',
      '**/src/tests/changing.test.ts',
    ),
  },
  {
    name: 'driver of OpenBao',
    folder: 'plugins/secrets-backend-module-openbao',
    match: {
      embedded: ['**/src/tests/conformance.test.ts'],
      real: ['**/src/tests/conformance.test.ts', '**/src/tests/*.real.ts'],
    },
  },
  {
    name: 'gateway to planes',
    folder: 'plugins/secrets-backend',
    match: inBoth('**/src/clusters/gateway/startGateway.test.ts'),
  },
  {
    name: 'HTTP API',
    folder: 'plugins/secrets-backend',
    match: {
      embedded: ['**/src/tests/*.test.ts'],
      real: [
        '**/src/tests/*.test.ts',
        '!**/*.embedded.test.ts',
        '**/src/tests/*.real.ts',
      ],
    },
  },
];

/** The one world for whose sake a file exists, by its name. @returns {World | undefined} */
export function onlyWorldOf(file) {
  if (/\.embedded\.test\.ts$/.test(file)) {
    return 'embedded';
  }
  return /\.real\.ts$/.test(file) ? 'real' : undefined;
}
