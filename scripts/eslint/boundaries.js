const realTests = require('./realTests');

/**
 * Which folder may import what. Packages import in one direction only
 * (secrets → secrets-common ← secrets-node ← secrets-backend and the drivers' modules), and so do the
 * rooms of the backend. The rule is `@typescript-eslint/no-restricted-imports`, because the plain
 * `no-restricted-imports` is set by the Backstage configuration and a second setting would replace it.
 */
const scope = '@strongroom/backstage-plugin-';

const tests = [
  '**/*.test.ts',
  '**/*.test.tsx',
  '**/src/tests/**',
  '**/__testUtils__/**',
  '**/src/setupTests.ts',
  '**/dev/**',
];

/** A pattern for packages of ours by the part of their names that follows the scope. */
function packages(names, message) {
  return { group: names.map(name => `${scope}${name}`), message };
}

/** A pattern for rooms of the backend, however deep the importing file lies. */
function rooms(names, message) {
  return { group: names.map(name => `../**/${name}`), message };
}

const demo = {
  group: [
    '/app',
    '/backend',
    '@strongroom/embedded-cluster',
    '@strongroom/real-cluster',
    '../**/packages/*',
  ],
  message: 'Plugins know nothing of packages/*, except in tests.',
};
const kubernetesClient = {
  group: ['@kubernetes/client-node'],
  message: 'Only secrets-backend/src/clusters talks to Kubernetes directly.',
};
const drivers = packages(
  ['secrets-backend-module-*'],
  'The backend finds drivers through the extension point of secrets-node.',
);
const backend = packages(
  ['secrets-backend'],
  'Nothing but an app imports the backend; share types through secrets-node.',
);
const nodeSide = packages(
  ['secrets-node'],
  'secrets-node is for backends; share types through secrets-common.',
);
const frontend = packages(['secrets'], 'The backend does not know the page.');
const express = {
  group: ['/express', '/express-*'],
  message: 'Only router/ knows about HTTP.',
};

/**
 * What the whole package may not import (`all`), and what single folders may not in addition
 * (`folders`); `lift` names patterns of `all` that do not hold in a folder.
 */
const boundaries = {
  secrets: {
    all: [demo, kubernetesClient, drivers, backend, nodeSide],
  },
  'secrets-common': {
    all: [demo, kubernetesClient, drivers, backend, nodeSide, frontend],
  },
  'secrets-node': {
    all: [demo, kubernetesClient, drivers, backend, frontend],
  },
  'secrets-backend': {
    all: [demo, kubernetesClient, drivers, frontend],
    folders: {
      clusters: { lift: [kubernetesClient] },
      router: {
        add: [
          rooms(
            ['clusters', 'drivers', 'driver'],
            'The router calls use cases, never Kubernetes or a driver.',
          ),
        ],
      },
      secrets: {
        add: [
          express,
          rooms(['router'], 'A use case does not know about HTTP.'),
        ],
      },
      operations: {
        add: [
          rooms(
            ['secrets'],
            'The journal does not know what a secret is; steps are given to it.',
          ),
        ],
      },
    },
  },
  module: {
    all: [demo, kubernetesClient, backend, drivers, frontend],
  },
};

/**
 * The configuration of one plugin package.
 *
 * @param {string} dir the package's folder
 * @param {keyof boundaries} name
 */
module.exports = function createPackageConfig(dir, name) {
  const { all, folders = {} } = boundaries[name];
  const overrides = [restrict(['src/**', 'config.d.ts'], all)];
  for (const [folder, { add = [], lift = [] }] of Object.entries(folders)) {
    overrides.push(
      restrict(
        [`src/${folder}/**`],
        [...all.filter(pattern => !lift.includes(pattern)), ...add],
      ),
    );
  }
  overrides.push(
    { files: tests, rules: { [rule]: 'off' } },
    { files: ['src/tests/**'], rules: scenarioRules },
    realTests,
  );

  return require('@backstage/cli/config/eslint-factory')(dir, {
    plugins: ['@typescript-eslint'],
    overrides,
  });
};

const rule = '@typescript-eslint/no-restricted-imports';

/** Scenarios walk through tables of cases with functions of their own, which plain tests do better without. */
const scenarioRules = {
  '@typescript-eslint/no-use-before-define': [
    'error',
    { functions: false, variables: false },
  ],
  'jest/no-conditional-expect': 'off',
  'jest/no-standalone-expect': 'off',
  'jest/expect-expect': 'off',
  'no-loop-func': 'off',
};

function restrict(files, patterns) {
  return { files, rules: { [rule]: ['error', { patterns }] } };
}
