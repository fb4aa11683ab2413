/**
 * Says how long it takes to filter a large list by a policy's conditions.
 * Run: `node --require @backstage/cli/config/nodeTransform.cjs src/permissions/compileDecision.bench.ts`
 */
import { LoggerService } from '@backstage/backend-plugin-api';
import { secretReadPermission } from '@strongroom/backstage-plugin-secrets-common';
import { compileDecision } from './compileDecision';
import {
  createSecretConditionalDecision,
  secretConditions,
} from './conditions';
import { SecretAttributes } from './types';

const ROWS = 100_000;
const NAMESPACES = 200;

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

const namespaces = Array.from({ length: NAMESPACES }, (_, index) => ({
  namespace: `namespace-${index}`,
  namespaceLabels: { stage: index % 2 ? 'production' : 'test' },
  namespaceOwners: [`group:default/team-${index}`],
}));
const rows = Array.from(
  { length: ROWS },
  (_, index): SecretAttributes => ({
    ...namespaces[index % NAMESPACES],
    name: `secret-${index}`,
    type: index % 3 ? 'Opaque' : 'kubernetes.io/tls',
    plane: { kind: 'ClusterDataPlane', name: 'default' },
    touches: 'none',
  }),
);
const decision = createSecretConditionalDecision(secretReadPermission, {
  anyOf: [
    secretConditions.isNamespaceOwner({
      claims: [
        'user:default/dev',
        'group:default/team-7',
        'group:default/team-8',
      ],
    }),
    {
      allOf: [
        secretConditions.hasNamespaceLabel({ key: 'stage', value: 'test' }),
        { not: secretConditions.hasType({ types: ['kubernetes.io/tls'] }) },
        secretConditions.touchesOnlyKeys({ prefix: 'public-' }),
      ],
    },
  ],
});

const logger = { error: print } as unknown as LoggerService;
for (let run = 1; run <= 5; run++) {
  const start = performance.now();
  const test = compileDecision(decision, {
    permission: secretReadPermission.name,
    logger,
  });
  const readable = rows.filter(row => test(row) === 'yes').length;
  const spent = performance.now() - start;
  print(`run ${run}: ${readable} of ${ROWS} rows in ${spent.toFixed(1)} ms`);
}
