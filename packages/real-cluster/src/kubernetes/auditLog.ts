import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { AuditEvent, RealKubernetes } from '../types';
import { ControlPlaneFiles, users } from './controlPlaneFiles';

const LOG = 'audit.log';

/** Who wrote which object that stands for a secret; without bodies, so that no value comes into the log. */
const policy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  omitStages: ['RequestReceived'],
  rules: [
    { level: 'None', users },
    {
      level: 'Metadata',
      verbs: ['create', 'update', 'patch', 'delete'],
      resources: [
        { group: '', resources: ['secrets'] },
        { group: 'external-secrets.io' },
        { group: 'openchoreo.dev' },
      ],
    },
    { level: 'None' },
  ],
};

/** Has an API server write down, before it answers, what everybody but the cluster's own users writes. */
export function auditFlags(files: ControlPlaneFiles): string[] {
  return [
    `--audit-policy-file=${files.write(
      'audit-policy.yaml',
      stringify(policy),
    )}`,
    `--audit-log-path=${files.path(LOG)}`,
  ];
}

/**
 * Writes of secrets, references and pushes by others than the cluster's own users, the oldest first, as the API server wrote
 * them down.
 *
 * @public
 */
export function readAuditLog({
  apiServer,
}: Pick<RealKubernetes, 'apiServer'>): AuditEvent[] {
  return readFileSync(join(dirname(apiServer.logFile), LOG), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line));
}
