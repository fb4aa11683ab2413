import { SecretType } from '@strongroom/backstage-plugin-secrets-common';
import {
  ObservedSecret,
  StoredSecretDescription,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';
import { ObservedPlane } from '../../delivery/types';
import { Operation } from '../../operations';
import { NamespacedMap } from '../../references/NamespacedMap';
import { SecretRow } from '../../references';
import { WorkloadRow } from '../../usage';
import { LookRequest } from '../types';
import { lookKey } from './lookKey';
import { StandingSecret, standingSecrets } from './standingSecrets';

/** What consumers say of a value. */
export type Arrival = 'arrives' | 'fails' | 'unknown';

/** A secret, or the name of one, on a plane. */
export type Placed = Pick<SecretRow, 'namespace' | 'targetPlane'>;

/** Everything that findings are made of, as it stands at one moment. */
export interface EstateFacts {
  now: Date;
  rows: SecretRow[];
  planes: ObservedPlane[];
  workloads: WorkloadRow[];
  /** Operations that run. */
  running: Operation[];
  /** Those that ended, as long as the journal remembers them. */
  closed: Operation[];
  /** Names that something was done with, whose objects no watch tells. */
  hints: LookRequest[];
  /** The plane that a secret is on, as its namespace sees it. */
  planeOf(row: Placed): ObservedPlane | undefined;
  /** Whether a reference has the name, in a namespace of a tenant or in another. */
  isNamed(namespace: string, name: string): boolean;
  /** The type of a secret that would be made at a path; `undefined` when none of the name would, or no tenant has it. */
  typeAt(at: ObservedPlane, ref: StoredSecretRef): SecretType | undefined;
  /** Whether a reference points to what somebody else keeps, as it was linked. */
  isLinked(row: SecretRow): boolean;
  /** Whether those who read the path of a secret get its value; `unknown` when nobody reads it. */
  arrivalOf(row: SecretRow): Arrival;
  /** Whether a path lies outside the part of the store that belongs to the namespace. */
  isForeign(row: SecretRow, remoteKey: string): boolean;
  /** Who linked such a path, where that was permitted. */
  permittedBy(row: SecretRow, remoteKey: string): string | undefined;
}

/** The facts, joined so that a detector has to ask nobody. */
export class EstateView {
  readonly #facts: EstateFacts;
  readonly #rows = NamespacedMap.create<SecretRow>();
  readonly #running = NamespacedMap.create<Operation>();
  readonly #standing = NamespacedMap.create<true>();
  readonly #paths = new Set<string>();
  readonly #closed: Map<string, Operation>;
  readonly #looks = new Map<string, StoredSecretDescription | 'absent'>();
  readonly standing: StandingSecret[];

  private constructor(facts: EstateFacts) {
    this.#facts = facts;
    for (const row of facts.rows) {
      this.#rows.set(row.namespace, row.name, row);
      for (const { key } of row.remoteRefs) {
        this.#paths.add(key);
      }
    }
    for (const operation of facts.running) {
      this.#running.set(operation.namespace, operation.name, operation);
    }
    this.#closed = new Map(facts.closed.map(each => [each.id, each]));
    this.standing = standingSecrets(facts.planes);
    for (const { observed } of this.standing) {
      this.#standing.set(observed.namespace, observed.name, true);
    }
  }

  static create(facts: EstateFacts): EstateView {
    return new EstateView(facts);
  }

  get now(): Date {
    return this.#facts.now;
  }

  get rows(): SecretRow[] {
    return this.#facts.rows;
  }

  get workloads(): WorkloadRow[] {
    return this.#facts.workloads;
  }

  get running(): Operation[] {
    return this.#facts.running;
  }

  get closed(): Operation[] {
    return this.#facts.closed;
  }

  get hints(): LookRequest[] {
    return this.#facts.hints;
  }

  row(namespace: string, name: string): SecretRow | undefined {
    return this.#rows.get(namespace, name);
  }

  /** The operation that runs on a name. */
  runningOn(namespace: string, name: string): Operation | undefined {
    return this.#running.get(namespace, name);
  }

  closedOperation(id: string | undefined): Operation | undefined {
    return id === undefined ? undefined : this.#closed.get(id);
  }

  isNamed(namespace: string, name: string): boolean {
    return this.#facts.isNamed(namespace, name);
  }

  /** Whether anything that is watched has the name. */
  isStanding(namespace: string, name: string): boolean {
    return this.#standing.get(namespace, name) === true;
  }

  /** Whether any reference points to a path, under whatever name. */
  isPathNamed(remoteKey: string): boolean {
    return this.#paths.has(remoteKey);
  }

  planeOf(row: Placed): ObservedPlane | undefined {
    return this.#facts.planeOf(row);
  }

  /** What stands under the name of a secret on its plane. */
  observedOf(row: SecretRow): ObservedSecret | undefined {
    return this.planeOf(row)?.get(row.namespace, row.name);
  }

  typeAt(at: ObservedPlane, ref: StoredSecretRef): SecretType | undefined {
    return this.#facts.typeAt(at, ref);
  }

  /** Whether a reference points to what somebody else keeps, with permission or without. */
  isElsewhere(row: SecretRow): boolean {
    return (
      this.#facts.isLinked(row) ||
      row.remoteRefs.some(({ key }) => this.isForeign(row, key))
    );
  }

  arrivalOf(row: SecretRow): Arrival {
    return this.#facts.arrivalOf(row);
  }

  isForeign(row: SecretRow, remoteKey: string): boolean {
    return this.#facts.isForeign(row, remoteKey);
  }

  permittedBy(row: SecretRow, remoteKey: string): string | undefined {
    return this.#facts.permittedBy(row, remoteKey);
  }

  /** Keeps what was seen where a request pointed to. */
  addLook(
    request: LookRequest,
    seen: StoredSecretDescription | undefined,
  ): void {
    this.#looks.set(lookKey(request), seen ?? 'absent');
  }

  /** What was seen there; `undefined` when it was not looked at, or could not be. */
  look(request: LookRequest): StoredSecretDescription | 'absent' | undefined {
    return this.#looks.get(lookKey(request));
  }
}
