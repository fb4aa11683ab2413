import {
  Finding,
  FindingList,
  ListFindingsQuery,
  Repair,
  RepairAction,
  RepairRequest,
  secretDeletePermission,
  secretReadPermission,
  secretUpdatePermission,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretsError } from '../../errors';
import {
  FindFindings,
  FindingsService,
  IdentifiedFinding,
  DelegatedMeans,
  DelegatedRepair,
  OfferedRepair,
  recallRepair,
  RepairFinding,
  recordedOf,
} from '../../findings';
import {
  attributesOf,
  Caller,
  RecordedSecret,
  recordSecret,
  SecretsContext,
  StuckOperations,
  SyncSecret,
} from '../../secrets';
import { RecordedAccess } from './AccessRecord';
import { CallerGate, notAllowed } from './CallerGate';
import { Gatekeeper } from './Gatekeeper';

const READ = { write: false };
const WRITE = { write: true };

const PERMISSIONS = {
  update: secretUpdatePermission,
  delete: secretDeletePermission,
};

/** What {@link AuthorizedFindings} stands on. */
export interface AuthorizedFindingsOptions {
  context: SecretsContext;
  gatekeeper: Gatekeeper;
  findings: FindFindings;
  repairs: RepairFinding;
}

/** Findings behind the caller's permissions: each is shown to who may read its secret, and what has none to reviewers. */
export class AuthorizedFindings implements FindingsService {
  readonly #context: SecretsContext;
  readonly #gatekeeper: Gatekeeper;
  readonly #findings: FindFindings;
  readonly #repairs: RepairFinding;
  readonly #syncs: SyncSecret;
  readonly #stuck: StuckOperations;

  private constructor(options: AuthorizedFindingsOptions) {
    this.#context = options.context;
    this.#gatekeeper = options.gatekeeper;
    this.#findings = options.findings;
    this.#repairs = options.repairs;
    this.#syncs = SyncSecret.create(options.context);
    this.#stuck = StuckOperations.create(options.context);
  }

  static create(options: AuthorizedFindingsOptions): AuthorizedFindings {
    return new AuthorizedFindings(options);
  }

  async listFindings(
    caller: Caller,
    { namespace, kind }: ListFindingsQuery,
  ): Promise<FindingList> {
    const gate = await this.#gatekeeper.openToEstate(caller, READ);
    const access: RecordedAccess = { action: 'finding-list', namespace };
    // what was left in a namespace that is gone is still there for reviewers
    if (namespace !== undefined && !gate.mayReview(namespace)) {
      await gate.requireNamespace(namespace, access);
    }
    const { items, problems } = await this.#findings.recent();
    await gate.recordRead(access);
    const asked = new Set(
      namespace
        ? [namespace]
        : gate.readableNamespaces().map(each => each.name),
    );
    return {
      items: items
        .filter(
          found =>
            (namespace === undefined || found.namespace === namespace) &&
            (kind === undefined || found.kind === kind) &&
            isVisible(gate, found),
        )
        .map(found => this.#show(gate, found)),
      problems: problems.filter(
        problem => !problem.namespace || asked.has(problem.namespace),
      ),
    };
  }

  async repairFinding(
    caller: Caller,
    id: string,
    repair: RepairRequest,
    options: { dryRun: boolean; idempotencyKey?: string },
  ): Promise<Repair> {
    const { action, reason } = repair;
    const gate = await this.#gatekeeper.openToEstate(caller, WRITE);
    const { items } = await this.#findings.fresh();
    const finding = items.find(each => each.id === id && isVisible(gate, each));
    if (!finding) {
      return this.#repeat(gate, caller, id, action);
    }
    const denial: RecordedAccess = {
      action: 'finding-repair',
      ...recordSecret(recordedOf(finding)),
    };
    const offered = finding.repairs?.[action];
    if (!offered) {
      throw new SecretsError(
        'Unsupported',
        'This finding cannot be repaired in that way.',
      );
    }
    const guard = (secret: RecordedSecret) => {
      if (!this.#allows(gate, finding, offered, secret)) {
        throw notAllowed('repair this');
      }
    };
    try {
      guard(recordedOf(finding));
      if (options.dryRun) {
        const { changes } = offered;
        return { dryRun: true, settled: false, changes };
      }
      const { credentials: _, ...by } = caller;
      return await this.#repairs.execute({
        caller: by,
        finding,
        action,
        offered,
        reason,
        idempotencyKey: options.idempotencyKey,
        effects: await this.#context.effects.of(caller),
        useCases: (means, asked) =>
          this.#carryOut(caller, finding, { means, asked, guard }),
        guard,
      });
    } catch (error) {
      if (error instanceof SecretsError && error.code === 'NotAllowed') {
        throw await gate.deny(error, denial);
      }
      throw error;
    } finally {
      this.#findings.forget();
    }
  }

  async #carryOut(
    caller: Caller,
    { namespace, name }: IdentifiedFinding,
    {
      means,
      asked,
      guard,
    }: {
      means: DelegatedMeans;
      asked: DelegatedRepair;
      guard(secret: RecordedSecret): void;
    },
  ): Promise<boolean> {
    if (means.type === 'sync') {
      await this.#syncs.execute({
        caller,
        id: { namespace, name },
        ...asked,
        guard: async (_, secret) => guard(secret),
      });
      return true;
    }
    const { operationId } = means;
    const request = { caller, operationId, guard: async () => {} };
    const { state } =
      means.type === 'give-up-delete'
        ? await this.#stuck.giveUpDelete(request)
        : await this.#stuck.retryOperation(request);
    return state !== 'running';
  }

  /** What is repaired is found no more: whoever had that done gets the answer of then, and nobody else any other. */
  async #repeat(
    gate: CallerGate,
    caller: Caller,
    id: string,
    action: RepairAction,
  ): Promise<Repair> {
    const earlier = await recallRepair(this.#context, {
      caller,
      finding: id,
      action,
    });
    if (earlier && this.#mayRepeat(gate, earlier.recorded)) {
      return earlier.answer;
    }
    throw await gate.deny(
      new SecretsError(
        'SecretNotFound',
        'There is no such finding any more, or you have no access to it.',
      ),
      { action: 'finding-repair' },
    );
  }

  #mayRepeat(gate: CallerGate, recorded: RecordedSecret): boolean {
    const attributes = this.#attributes(recorded, 'none');
    return (
      gate.mayReview(recorded.namespace) ||
      gate.access.allows(secretReadPermission, attributes)
    );
  }

  #show(gate: CallerGate, found: IdentifiedFinding): Finding {
    const { id, kind, severity, namespace, name, plane, keys, since } = found;
    const offered = Object.entries(found.repairs ?? {}) as Array<
      [RepairAction, OfferedRepair]
    >;
    return {
      id,
      kind,
      severity,
      namespace,
      name,
      ...(plane && { plane: { kind: plane.kind, name: plane.name } }),
      ...(keys && keys.length > 0 && { keys }),
      ...(since && { since: since.toISOString() }),
      sentence: found.sentence,
      ...(found.remedy && { remedy: found.remedy }),
      actions: offered
        .filter(([, each]) =>
          this.#allows(gate, found, each, recordedOf(found)),
        )
        .map(([action]) => action),
    };
  }

  /** What is repaired counts as touching all keys; what no reference names takes a review besides. */
  #allows(
    gate: CallerGate,
    found: IdentifiedFinding,
    { needs }: OfferedRepair,
    secret: RecordedSecret,
  ): boolean {
    return (
      gate.access.allows(PERMISSIONS[needs], this.#attributes(secret, 'all')) &&
      (found.row
        ? gate.access.allows(
            secretReadPermission,
            this.#attributes(secret, 'none'),
          )
        : gate.mayReview(found.namespace))
    );
  }

  #attributes(secret: RecordedSecret, touches: 'all' | 'none') {
    const namespace = this.#context.namespaces.get(secret.namespace);
    const attributes = attributesOf(secret, namespace, touches);
    return secret.targetPlane
      ? attributes
      : { ...attributes, plane: undefined };
  }
}

function isVisible(gate: CallerGate, found: IdentifiedFinding): boolean {
  const { namespace, name, row, isAbsence } = found;
  return (
    gate.mayReview(namespace) ||
    (row !== undefined && gate.visibility().visible(row)) ||
    (isAbsence === true && gate.couldReadAny({ namespace, name }))
  );
}
