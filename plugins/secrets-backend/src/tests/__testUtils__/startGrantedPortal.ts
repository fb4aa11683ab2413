import { mockCredentials } from '@backstage/backend-test-utils';
import { secretsPermissions } from '@strongroom/backstage-plugin-secrets-common';
import { ContractClient } from './ContractClient';
import { Grants, grantsPolicy } from './decisions';
import { draftOf } from './estate';
import { startPortal, TestPortal } from './startPortal';
import { PAYMENTS } from './tenants';

export const ACCESS = 'secrets.access';
export const REVIEW = 'secrets.review';
export const READ = 'secrets.secret.read';
export const CREATE = 'secrets.secret.create';
export const UPDATE = 'secrets.secret.update';
export const DELETE = 'secrets.secret.delete';
export const EVERYTHING = secretsPermissions.map(({ name }) => name);

/** Permissions without a condition. */
export function all(names: string[]): Grants {
  return Object.fromEntries(names.map(name => [name, true]));
}

/** A portal whose policy gives each user what a test says. */
export interface GrantedPortal {
  portal: TestPortal;
  /** By user; a change counts from the next decision on. */
  grants: Map<string, Grants>;
  /** A user nobody has seen before, with these permissions. */
  userWith(given: Grants): { client: ContractClient; ref: string };
  /** What was recorded of somebody, in order. */
  recordedBy(actor: string): Promise<any[]>;
}

/** With a secret `seen`, a component that names it beside another, and a service `external:ci`. */
export async function startGrantedPortal(): Promise<GrantedPortal> {
  const grants = new Map([['user:default/platform', all(EVERYTHING)]]);
  const portal = await startPortal({
    policy: grantsPolicy(grants),
    secrets: {
      permissions: { reuseFor: { minutes: 10 } },
      services: [
        {
          subject: 'external:ci',
          permissions: [READ, CREATE, REVIEW],
          namespaces: [PAYMENTS],
        },
      ],
    },
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: {
          name: 'checkout',
          annotations: {
            'strongroom.dev/secrets': 'seen,never-made',
            'strongroom.dev/namespace': PAYMENTS,
          },
        },
      },
    ],
  });
  const made = await portal
    .as('platform')
    .post(`/namespaces/${PAYMENTS}/secrets`, draftOf('seen'));
  if (made.status !== 201) {
    throw new Error(`The secret to look at was not made: ${made.text}`);
  }
  let users = 0;
  return {
    portal,
    grants,
    userWith(given) {
      users += 1;
      const ref = `user:default/somebody-${users}`;
      grants.set(ref, given);
      const client = portal.withAuthorization(mockCredentials.user.header(ref));
      return { client, ref };
    },
    recordedBy: async actor =>
      portal.knex('record').where({ actor }).orderBy('seq'),
  };
}
