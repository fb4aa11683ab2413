import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { ESLint } from 'eslint';
import { root } from '../paths.mjs';

const scope = '@strongroom/backstage-plugin-';
const module = 'secrets-backend-module-external-secrets';
const openbao = 'secrets-backend-module-openbao';
const rule = '@typescript-eslint/no-restricted-imports';

/** [file under plugins/, what it imports] */
const forbidden = [
  ['secrets/src/api/probe.ts', `${scope}secrets-node`],
  ['secrets/src/api/probe.tsx', `${scope}secrets-backend`],
  ['secrets/src/api/probe.ts', `${scope}${module}`],
  ['secrets/src/api/probe.ts', '@strongroom/embedded-cluster'],
  ['secrets-common/src/probe.ts', `${scope}secrets`],
  ['secrets-common/src/probe.ts', `${scope}secrets-node`],
  ['secrets-common/src/probe.ts', `${scope}secrets-backend`],
  ['secrets-node/src/probe.ts', `${scope}secrets`],
  ['secrets-node/src/probe.ts', `${scope}secrets-backend`],
  ['secrets-node/src/probe.ts', '@kubernetes/client-node'],
  ['secrets-node/src/probe.ts', '../../../packages/embedded-cluster/src'],
  ['secrets-backend/src/plugin.ts', '@kubernetes/client-node'],
  ['secrets-backend/src/plugin.ts', '@strongroom/embedded-cluster'],
  ['secrets-backend/src/plugin.ts', `${scope}secrets`],
  ['secrets-backend/src/references/probe.ts', '@kubernetes/client-node'],
  ['secrets-backend/src/delivery/probe.ts', `${scope}${module}`],
  ['secrets-backend/src/clusters/probe.ts', '@strongroom/embedded-cluster'],
  ['secrets-backend/src/router/probe.ts', '../clusters'],
  ['secrets-backend/src/router/deep/probe.ts', '../../clusters/connect'],
  ['secrets-backend/src/router/probe.ts', '../drivers/registry'],
  ['secrets-backend/src/router/probe.ts', '@kubernetes/client-node'],
  ['secrets-backend/src/router/probe.ts', `${scope}${module}`],
  ['secrets-backend/src/secrets/probe.ts', '../router'],
  ['secrets-backend/src/secrets/deep/probe.ts', '../../router/parse'],
  ['secrets-backend/src/secrets/probe.ts', 'express'],
  ['secrets-backend/src/secrets/probe.ts', 'express-promise-router'],
  ['secrets-backend/src/operations/probe.ts', '../secrets/create'],
  ['secrets-backend/src/operations/probe.ts', '../secrets'],
  [`${module}/src/probe.ts`, `${scope}secrets-backend`],
  [`${module}/src/probe.ts`, `${scope}secrets`],
  [`${module}/src/probe.ts`, `${scope}${openbao}`],
  [`${module}/src/probe.ts`, '@kubernetes/client-node'],
  [`${openbao}/src/probe.ts`, `${scope}secrets-backend`],
  [`${openbao}/src/probe.ts`, `${scope}${module}`],
  [`${openbao}/src/probe.ts`, '@strongroom/embedded-cluster'],
];

const allowed = [
  ['secrets/src/api/probe.ts', `${scope}secrets-common`],
  ['secrets-node/src/probe.ts', `${scope}secrets-common`],
  ['secrets-node/src/probe.ts', './secrets/values'],
  ['secrets-backend/src/plugin.ts', `${scope}secrets-common`],
  ['secrets-backend/src/plugin.ts', `${scope}secrets-node`],
  ['secrets-backend/src/plugin.ts', './clusters'],
  ['secrets-backend/src/clusters/probe.ts', '@kubernetes/client-node'],
  ['secrets-backend/src/router/probe.ts', 'express'],
  ['secrets-backend/src/router/probe.ts', '../secrets'],
  ['secrets-backend/src/secrets/probe.ts', '../operations'],
  ['secrets-backend/src/tests/probe.ts', '@strongroom/embedded-cluster'],
  ['secrets-backend/src/plugin.test.ts', '@strongroom/embedded-cluster'],
  ['secrets-backend/src/router/probe.test.ts', '../clusters'],
  [`${module}/src/probe.ts`, `${scope}secrets-node`],
  [`${module}/src/probe.ts`, `${scope}secrets-common`],
  [`${module}/src/probe.test.ts`, `${scope}secrets-backend`],
];

const eslint = new ESLint({ cwd: root });

for (const [file, imported] of forbidden) {
  test(`${file} may not import ${imported}`, async () => {
    assert.equal((await violations(file, imported)).length, 2);
  });
}

for (const [file, imported] of allowed) {
  test(`${file} may import ${imported}`, async () => {
    assert.deepEqual(await violations(file, imported), []);
  });
}

/** Lints an import and a re-export as if they stood in the file. */
async function violations(file, imported) {
  const code = `import { a } from '${imported}';\nexport { b } from '${imported}';\nexport const c = a;\n`;
  const [{ messages }] = await eslint.lintText(code, {
    filePath: join(root, 'plugins', file),
  });
  assert.deepEqual(
    messages.filter(({ fatal }) => fatal),
    [],
  );
  return messages.filter(({ ruleId }) => ruleId === rule);
}
