import {
  explainSecretKey,
  explainSecretName,
  SecretDraft,
  secretCreatePermission,
  secretReadPermission,
  secretsAccessPermission,
  secretsReviewPermission,
  secretUpdatePermission,
} from '@strongroom/backstage-plugin-secrets-common';
import { secretNotFound, SecretsError } from '../../errors';
import { RecordEntry } from '../../record';
import { NamespaceRow, SecretRow } from '../../references';
import {
  attributesOf,
  attributesOfNamespace,
  Caller,
  Guard,
  nameOf,
  recordSecret,
  SecretId,
  SecretsContext,
  Visibility,
} from '../../secrets';
import { Access, SecretAttributes } from '../types';
import { AccessRecord, fetchOf, RecordedAccess } from './AccessRecord';
import { permissionsOf } from './permissionsOf';

/** What a gate is made from. */
export interface CallerGateOptions {
  caller: Caller;
  access: Access;
  context: SecretsContext;
  record: AccessRecord;
}

/**
 * One caller before what he asked for. Every refusal leaves a row in the record, and a denied namespace or secret is
 * refused with the very words for an absent one.
 */
export class CallerGate {
  readonly access: Access;
  readonly #caller: Caller;
  readonly #context: SecretsContext;
  readonly #record: AccessRecord;

  private constructor(options: CallerGateOptions) {
    this.access = options.access;
    this.#caller = options.caller;
    this.#context = options.context;
    this.#record = options.record;
  }

  static create(options: CallerGateOptions): CallerGate {
    return new CallerGate(options);
  }

  /** Leaves a row for a refusal and gives the error back. @throws SecretsError `RecordUnavailable` */
  async deny(
    error: SecretsError,
    denial: RecordedAccess,
  ): Promise<SecretsError> {
    return this.#record.deny(this.#caller, error, denial);
  }

  /** Leaves rows for reads, where reads are recorded. @throws SecretsError `RecordUnavailable` */
  async recordRead(...reads: RecordedAccess[]): Promise<void> {
    await this.#record.read(this.#caller, ...reads);
  }

  /** For who may open the page at all. @throws SecretsError `NotAllowed` */
  async requireAccess(): Promise<void> {
    if (!this.access.has(secretsAccessPermission)) {
      throw await this.deny(notAllowed('use secrets'), {
        action: 'secret-list',
      });
    }
  }

  /**
   * Whether the caller may see what belongs to no readable secret. Services may in the namespaces that they are listed with.
   *
   * @param namespace - left out for what is of no namespace
   */
  mayReview(namespace = ''): boolean {
    return (
      this.access.has(secretsReviewPermission) &&
      this.access.allows(secretsReviewPermission, {
        namespace,
        namespaceLabels: {},
        namespaceOwners: [],
      })
    );
  }

  /** For what is nobody's but a reviewer's. @throws SecretsError `NotAllowed` */
  async requireReview(what: string, denial: RecordedAccess): Promise<void> {
    if (!this.mayReview()) {
      throw await this.deny(notAllowed(what), denial);
    }
  }

  /** A namespace that the caller may see. @throws SecretsError `NamespaceNotFound`, whether it is denied or absent */
  async requireNamespace(
    name: string,
    denial: RecordedAccess,
  ): Promise<NamespaceRow> {
    const row = this.#context.namespaces.get(name);
    if (!row || !this.#isVisible(row)) {
      throw await this.deny(
        new SecretsError(
          'NamespaceNotFound',
          'There is no such namespace, or you have no access to it.',
        ),
        { namespace: name, ...denial },
      );
    }
    return row;
  }

  /** A place where a secret can be. What is no name is asked for nowhere: in a path it might lead somewhere else. */
  async requirePlace(
    id: SecretId,
    denial: RecordedAccess = fetchOf(id),
  ): Promise<void> {
    await this.requireNamespace(id.namespace, denial);
    if (explainSecretName(id.name) !== undefined) {
      throw await this.deny(secretNotFound(), denial);
    }
  }

  /**
   * Lets a use case work on one secret, about which it asks right before the effect: the caller must be able to read it,
   * and have one more permission.
   *
   * @param needs - that permission, and what it is for as in "You are not allowed to …"
   * @throws SecretsError `NamespaceNotFound`, `SecretNotFound`, `NotAllowed`
   */
  async guarded<T>(
    id: SecretId,
    action: RecordEntry['action'],
    needs: { permission: { name: string }; what: string },
    work: (guard: Guard) => Promise<T>,
  ): Promise<T> {
    let denial: RecordedAccess = { action, ...id };
    await this.requirePlace(id, denial);
    try {
      return await work(async (attributes, secret) => {
        // whoever reads the record is shown a denial by what the secret was
        denial = { ...denial, ...recordSecret(secret) };
        const reading = { ...attributes, touches: 'none' as const };
        if (!this.access.allows(secretReadPermission, reading)) {
          throw secretNotFound();
        }
        if (!this.access.allows(needs.permission, attributes)) {
          throw notAllowed(needs.what);
        }
      });
    } catch (error) {
      throw isDenial(error) ? await this.deny(error, denial) : error;
    }
  }

  /** For what shows where a value is stored. @throws SecretsError `NotAllowed` */
  async requireUpdatable(row: SecretRow): Promise<void> {
    const namespace = this.#context.namespaces.get(row.namespace);
    const attributes = attributesOf(row, namespace, 'all');
    if (!this.access.allows(secretUpdatePermission, attributes)) {
      throw await this.deny(notAllowed('see where it is stored'), {
        action: 'secret-fetch',
        ...recordSecret(row),
      });
    }
  }

  /** Tests a secret to come against what the caller may create. @returns its attributes */
  async requireCreatable(
    namespace: string,
    draft: SecretDraft,
    action: RecordEntry['action'],
  ): Promise<SecretAttributes> {
    const name = nameOf(draft, this.#context.settings.nameTemplate);
    const keys = Object.keys(draft.data);
    return this.requireCandidate(namespace, { ...draft, name, keys }, action);
  }

  /** The same of what is known of it; who may create all of its keys is asked where nobody can tell which they are. */
  async requireCandidate(
    namespace: string,
    candidate: Pick<SecretDraft, 'type' | 'category' | 'targetPlane'> & {
      name: string;
      keys: string[] | 'all';
    },
    action: RecordEntry['action'],
  ): Promise<SecretAttributes> {
    const { name, type, targetPlane, keys } = candidate;
    // it is not checked yet: only what can be keys is recorded, and no more than may be sent
    const named = (keys === 'all' ? [] : keys)
      .filter(key => explainSecretKey(key) === undefined)
      .slice(0, this.#context.settings.installation.limits.keys);
    const denial = {
      action,
      ...recordSecret({ ...candidate, namespace, keys: named }),
    };
    const row = await this.requireNamespace(namespace, denial);
    const attributes: SecretAttributes = {
      ...attributesOfNamespace(row),
      name,
      type,
      plane: targetPlane,
      touches: keys,
    };
    if (!this.access.allows(secretCreatePermission, attributes)) {
      throw await this.deny(notAllowed('create this secret'), denial);
    }
    return attributes;
  }

  /** The namespaces that the caller may see. */
  readableNamespaces(): NamespaceRow[] {
    return this.#context.namespaces
      .list()
      .filter(namespace => this.#isVisible(namespace));
  }

  /** What of rows the caller may see and do. */
  visibility(): Visibility {
    const { namespaces } = this.#context;
    const attributes = (row: SecretRow, touches: SecretAttributes['touches']) =>
      attributesOf(row, namespaces.get(row.namespace), touches);
    return {
      visible: row =>
        this.access.allows(secretReadPermission, attributes(row, 'none')),
      permissions: row =>
        permissionsOf(this.access, attributes(row, undefined)),
    };
  }

  /** Whether every secret of that name could be read: only then may its absence be told. */
  couldReadAny({ namespace, name }: SecretId): boolean {
    const row = this.#context.namespaces.get(namespace);
    return (
      row !== undefined &&
      this.access.allows(secretReadPermission, {
        ...attributesOfNamespace(row),
        name,
        touches: 'none',
      })
    );
  }

  /** Whether any secret of a namespace could be read or created: only a no for every possible secret hides it. */
  #isVisible(namespace: NamespaceRow): boolean {
    const attributes = attributesOfNamespace(namespace);
    return [secretReadPermission, secretCreatePermission].some(
      permission => this.access.decide(permission, attributes) !== 'no',
    );
  }
}

/** A refusal of something that the caller may know to be there. */
export function notAllowed(what: string): SecretsError {
  return new SecretsError('NotAllowed', `You are not allowed to ${what}.`);
}

/** Whether an error refuses the caller the whole secret; a version that is not there says more than that. */
export function isDenial(error: unknown): error is SecretsError {
  return (
    error instanceof SecretsError &&
    (error.code === 'NotAllowed' ||
      (error.code === 'SecretNotFound' && !error.details))
  );
}
