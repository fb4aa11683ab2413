import { KvEntry } from '../kv/KvEntry';

/** Names in the custom metadata of an entry. */
const MANAGED_BY = 'managed-by';
const INSTALLATION = 'installation';
const NAMESPACE = 'namespace';
const NAME = 'name';
const OPERATION = 'operation';

/** Whose secret an entry is. */
export interface Tenancy {
  namespace: string;
  name: string;
}

/**
 * The mark in the custom metadata that makes an entry ours. It alone decides: a reference can be forged by whoever may
 * write references, this only by whoever may write into the store.
 */
export class OwnershipMark {
  readonly #managedBy: string;
  readonly #installation: string | undefined;

  private constructor(managedBy: string, installation: string | undefined) {
    this.#managedBy = managedBy;
    this.#installation = installation;
  }

  /** @param installation - id of this installation; entries of another one are foreign */
  static create(
    managedBy: string,
    installation: string | undefined,
  ): OwnershipMark {
    return new OwnershipMark(managedBy, installation);
  }

  /** The mark of a secret that an operation made. */
  of(
    { namespace, name }: Tenancy,
    operationId: string,
  ): Record<string, string> {
    return {
      [MANAGED_BY]: this.#managedBy,
      ...(this.#installation !== undefined && {
        [INSTALLATION]: this.#installation,
      }),
      [NAMESPACE]: namespace,
      [NAME]: name,
      [OPERATION]: operationId,
    };
  }

  /** Whose secret of this installation an entry is; `undefined` when it is none. */
  tenancyOf({ marks }: KvEntry): Tenancy | undefined {
    const { [NAMESPACE]: namespace, [NAME]: name } = marks;
    const isOurs =
      marks[MANAGED_BY] === this.#managedBy &&
      marks[INSTALLATION] === this.#installation;
    return isOurs && namespace && name ? { namespace, name } : undefined;
  }

  /** Whether an entry is this very secret. */
  owns(entry: KvEntry, { namespace, name }: Tenancy): boolean {
    const tenancy = this.tenancyOf(entry);
    return tenancy?.namespace === namespace && tenancy.name === name;
  }

  /** Whether an entry is this very secret as this operation made it. */
  isOf(entry: KvEntry, ref: Tenancy, operationId: string): boolean {
    return this.owns(entry, ref) && operationOf(entry) === operationId;
  }
}

/** The operation that made an entry. */
export function operationOf({ marks }: KvEntry): string | undefined {
  return marks[OPERATION];
}

/** Whether nobody claims an entry: what was written by an operation that has not marked it yet looks so. */
export function isUnclaimed({ marks }: KvEntry): boolean {
  return [MANAGED_BY, INSTALLATION, NAMESPACE, NAME, OPERATION].every(
    key => marks[key] === undefined,
  );
}
