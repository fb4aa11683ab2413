import { Answer, ContractClient } from './ContractClient';
import { draftOf } from './estate';
import { eventually } from './eventually';
import { startPortal, TestPortal } from './startPortal';
import { PAYMENTS } from './tenants';

/** How long what happens in the background may take on a busy machine. */
export const PATIENCE_MS = 60_000;
/** Route of all secrets of the tenant. */
export const SECRETS_PATH = `/namespaces/${PAYMENTS}/secrets`;
/** What is seen of a secret whose value is not told, once all else of it is gone. */
export const GONE = {
  reference: false,
  secret: false,
  pushSecret: false,
  listed: false,
};

/** A developer who deletes secrets in the tenant of the payments team, from a portal that soon goes on by itself. */
export interface Deletions {
  portal: TestPortal;
  developer: ContractClient;
  /** Creates a secret and waits until its value has arrived. */
  create(name: string, values?: Record<string, string>): Promise<void>;
  remove(name: string, headers?: Record<string, string>): Promise<Answer>;
  /** Rows of the journal for what runs. */
  running(name: string): Promise<any[]>;
  /** Waits until the first try has ended without success. */
  releasedOnce(name: string): Promise<void>;
  /** As if it had been asked for long ago. */
  age(name: string): Promise<void>;
  /** Waits for the finding, whose sentence says why. */
  stuckFinding(name: string, why: string): Promise<any>;
  repair(
    user: string,
    finding: string,
    action: string,
    dryRun?: boolean,
  ): Promise<Answer>;
  /** Rows of the record about deletions, in their order. */
  recordOf(name: string): Promise<any[]>;
  /** Also opens the store, if it is sealed. */
  stop(): Promise<void>;
}

/** Starts it. */
export async function startDeletions(): Promise<Deletions> {
  const portal = await startPortal({
    clusters: ['control-plane'],
    secrets: {
      operations: {
        lease: { seconds: 1 },
        requestTimeout: { seconds: 2 },
        deadline: { seconds: 3 },
      },
    },
  });
  const developer = portal.as('payments-dev');
  const operation = (name: string) =>
    portal.knex('operations').where({ name, kind: 'delete', state: 'running' });
  return {
    portal,
    developer,
    async create(name, values) {
      const made = await developer.post(SECRETS_PATH, draftOf(name, values));
      expect(made.status).toBe(201);
      await eventually(async () => {
        const { body } = await developer.get(
          `${SECRETS_PATH}/${name}/delivery`,
        );
        expect(body.state).toBe('Synced');
      }, PATIENCE_MS);
    },
    remove: (name, headers) =>
      developer.delete(`${SECRETS_PATH}/${name}`, { headers }),
    running: async name => operation(name),
    releasedOnce: name =>
      eventually(async () => {
        const [row] = await operation(name);
        expect(row.cause).not.toBeNull();
      }, PATIENCE_MS),
    async age(name) {
      await operation(name).update({ started_at: Date.now() - 600_000 });
    },
    async stuckFinding(name, why) {
      let found: any;
      await eventually(async () => {
        const { body } = await portal
          .as('platform')
          .get(`/findings?namespace=${PAYMENTS}&kind=StuckDelete`);
        found = body.items.find((item: any) => item.name === name);
        expect(found?.sentence).toContain(why);
      }, PATIENCE_MS);
      return found;
    },
    repair: (user, finding, action, dryRun = false) =>
      portal
        .as(user)
        .post(`/findings/${finding}/repair${dryRun ? '?dryRun=true' : ''}`, {
          action,
        }),
    recordOf: async name =>
      portal
        .knex('record')
        .where({ name, action: 'secret-delete' })
        .orderBy('seq'),
    async stop() {
      await portal.world.kv.unseal();
      await portal.stop();
    },
  };
}
