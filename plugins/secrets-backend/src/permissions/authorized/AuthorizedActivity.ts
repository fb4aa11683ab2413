import {
  ActivityPage,
  ListActivityQuery,
  RecordVerification,
  secretReadPermission,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretNotFound } from '../../errors';
import {
  explainBroken,
  parseHead,
  RecordReader,
  RecordRow,
  RecordVerifier,
  SecretsRecord,
} from '../../record';
import {
  ActivityService,
  Caller,
  ListActivity,
  recordedAttributes,
  RowTest,
  SecretId,
  SecretsContext,
} from '../../secrets';
import { RecordedAccess } from './AccessRecord';
import { CallerGate } from './CallerGate';
import { Gatekeeper } from './Gatekeeper';

const READ = { write: false };

/** What {@link AuthorizedActivity} stands on. */
export interface AuthorizedActivityOptions {
  context: Pick<SecretsContext, 'index' | 'namespaces'>;
  gatekeeper: Gatekeeper;
  record: SecretsRecord;
  verifier: RecordVerifier;
}

/** The record behind the caller's permissions: each row is tested, and reviewers see all of them. */
export class AuthorizedActivity implements ActivityService {
  readonly #context: AuthorizedActivityOptions['context'];
  readonly #gatekeeper: Gatekeeper;
  readonly #record: SecretsRecord;
  readonly #verifier: RecordVerifier;
  readonly #activity: ListActivity;

  private constructor(options: AuthorizedActivityOptions) {
    this.#context = options.context;
    this.#gatekeeper = options.gatekeeper;
    this.#record = options.record;
    this.#verifier = options.verifier;
    this.#activity = ListActivity.create(RecordReader.create(options.record));
  }

  static create(options: AuthorizedActivityOptions): AuthorizedActivity {
    return new AuthorizedActivity(options);
  }

  async listActivity(
    caller: Caller,
    query: ListActivityQuery,
  ): Promise<ActivityPage> {
    const gate = await this.#gatekeeper.openToEstate(caller, READ);
    const { namespace, name } = query;
    const access: RecordedAccess = { action: 'activity-list', namespace, name };
    // what was done in a namespace that is gone is still there for reviewers
    if (namespace !== undefined && !gate.mayReview(namespace)) {
      await gate.requireNamespace(namespace, access);
    }
    const page = await this.#activity.page(query, this.#visible(gate));
    await gate.recordRead(access);
    return page;
  }

  async listSecretActivity(
    caller: Caller,
    id: SecretId,
    query: Omit<ListActivityQuery, 'namespace' | 'name'>,
  ): Promise<ActivityPage> {
    const gate = await this.#gatekeeper.openToEstate(caller, READ);
    const access: RecordedAccess = { action: 'activity-list', ...id };
    await gate.requirePlace(id, access);
    const readable = this.#readable(gate);
    const live = this.#context.index.get(id.namespace, id.name);
    const known = live
      ? gate.visibility().visible(live.row)
      : await this.#activity.knows(id, readable);
    if (!known) {
      throw await gate.deny(secretNotFound(), access);
    }
    const page = await this.#activity.page(
      { ...query, ...id },
      this.#visible(gate),
    );
    await gate.recordRead(access);
    return page;
  }

  async verifyRecord(
    caller: Caller,
    head: string | undefined,
  ): Promise<RecordVerification> {
    const gate = await this.#gatekeeper.open(caller, READ);
    await gate.requireReview('verify the record', { action: 'record-verify' });
    const found = await this.#verifier.verify(
      head === undefined ? undefined : parseHead(head),
    );
    const broken = found.broken && {
      seq: found.broken.seq,
      sentence: `The record is broken: ${explainBroken(found.broken)}.`,
    };
    const { credentials: _, ...by } = caller;
    await this.#record.append({
      ...by,
      action: 'record-verify',
      outcome: 'success',
      reason: broken?.sentence ?? `The record is intact: ${found.rows} rows.`,
    });
    return { ...found, broken };
  }

  #visible(gate: CallerGate): RowTest {
    const readable = this.#readable(gate);
    return row => gate.mayReview(row.namespace ?? '') || readable(row);
  }

  /**
   * Rows of what was done with secrets that the caller may read, as they are and as they were then: a name may have belonged
   * to others before. A refusal tells of no secret that is there.
   */
  #readable(gate: CallerGate): RowTest {
    const { index, namespaces } = this.#context;
    const { visible } = gate.visibility();
    return (row: RecordRow) => {
      const namespace = namespaces.get(row.namespace ?? '');
      if (row.outcome === 'denied' || row.name === null || !namespace) {
        return false;
      }
      const live = index.get(namespace.name, row.name);
      const then = recordedAttributes(row, namespace);
      return (
        (live !== undefined || then !== undefined) &&
        (live === undefined || visible(live.row)) &&
        (then === undefined || gate.access.allows(secretReadPermission, then))
      );
    };
  }
}
