import { Knex } from 'knex';
import { RecordKeys, verifyRecord } from '../../../record';
import { encodingsOf } from '../encodingsOf';
import { eventually } from '../eventually';
import { expectNothingElse } from './expectNothingElse';
import {
  cellsOf,
  countOperation,
  CountedOperation,
  FaultCell,
  pickCells,
  sampleSize,
} from './faultCells';
import {
  FaultTable,
  isWritten,
  readFromDocument,
  writeToDocument,
} from './faultTable';
import { ObservedSecret } from './observeSecret';
import { CANARY, FaultBed, OperationCase } from './operationCases';
import { describeCall } from './outsideCalls';
import { CellOutcome, settleCell, Told } from './settleCell';

/** What all cells of a run are tried on. */
export interface MatrixBed extends FaultBed {
  knex: Knex;
  /** Everything that was logged, as far as it can be read. */
  log(): string;
}

/**
 * Operations × their calls × faults. Calls are learnt by running each operation once undisturbed, so that whatever a step
 * does from now on is covered.
 */
export class FaultMatrix<Fault extends string> {
  readonly #bed: MatrixBed;
  readonly #faults: readonly Fault[];
  readonly #counted: CountedOperation[] = [];
  readonly #outcomes = new Map<string, CellOutcome>();
  readonly #seen = new Map<string, ObservedSecret>();
  readonly #orphans = new Set<string>();
  readonly #problems: string[] = [];
  #names = 0;

  constructor(bed: MatrixBed, faults: readonly Fault[]) {
    this.#bed = bed;
    this.#faults = faults;
  }

  /** Learns the calls of operations. */
  async count(operations: OperationCase[]): Promise<void> {
    for (const operation of operations) {
      const name = this.freshName();
      const found = await countOperation(this.#bed, operation, name);
      this.#seen.set(name, found.after);
      this.#counted.push(found);
    }
  }

  /** A name that no secret has yet, and that is no part of another one. */
  freshName(): string {
    this.#names += 1;
    return `cell-${this.#names}-x`;
  }

  /** Waits for the end of a cell, and keeps what came of it. */
  async settle(
    cell: FaultCell<Fault>,
    name: string,
    told: Told,
  ): Promise<void> {
    let outcome: CellOutcome;
    try {
      outcome = await settleCell(this.#bed, cell, name, told);
    } catch (error) {
      // the other cells may tell why
      this.#problems.push((error as Error).message);
      return;
    }
    this.#seen.set(name, outcome.seen);
    if (cell.counted.operation.kind === 'repair') {
      this.#orphans.add(name);
    }
    this.#outcomes.set(keyOf(cell), outcome);
  }

  /**
   * Tries all cells, or as many as the environment asks for, each of which has to end as before or as asked for, and holds
   * their calls against those that are documented; with `STRONGROOM_FAULTS=write` what came of them is written.
   *
   * @param attempt - tries cells and settles each
   * @param titleOf - heading of an operation in the document; operations of one heading share a table
   */
  async run(
    attempt: (cells: FaultCell<Fault>[]) => Promise<void>,
    titleOf: (operation: OperationCase) => string,
  ): Promise<void> {
    const all = this.#counted.flatMap(counted =>
      cellsOf(counted, this.#faults),
    );
    await attempt(pickCells(all, this.#bed.world));
    expect(this.#problems).toEqual([]);
    if (sampleSize(this.#bed.world) === undefined) {
      this.#document(titleOf);
    }
    await expectTruthfulRecord(this.#bed);
    await expectNothingElse(this.#bed, this.#seen, this.#orphans);
  }

  #document(titleOf: (operation: OperationCase) => string): void {
    const sections = new Map<string, CountedOperation[]>();
    for (const counted of this.#counted) {
      const title = titleOf(counted.operation);
      sections.set(title, [...(sections.get(title) ?? []), counted]);
    }
    for (const [title, counted] of sections) {
      if (isWritten()) {
        writeToDocument(title, this.#tableOf(counted));
        continue;
      }
      const documented = callsIn(readFromDocument(title));
      const undocumented = callsIn(this.#tableOf(counted)).filter(
        call => !documented.includes(call),
      );
      // how each ends depends on how busy the machine is; that it ends well was seen when it was settled
      expect({ title, undocumented }).toEqual({ title, undocumented: [] });
    }
  }

  #tableOf(counted: CountedOperation[]): FaultTable {
    return [
      ['operation', 'call', ...this.#faults],
      ...counted.flatMap(one =>
        one.calls.map(call => [
          one.operation.title,
          describeCall(call),
          ...cellsOf(one, this.#faults)
            .filter(cell => cell.call === call)
            .map(cell => this.#fieldOf(cell)),
        ]),
      ),
    ];
  }

  #fieldOf(cell: FaultCell<Fault>): string {
    const { told, ended, seconds } = this.#outcomes.get(keyOf(cell))!;
    return `${told}: ${ended} (${seconds} s)`;
  }
}

/** Which calls of which operations a table has. */
function callsIn([, ...rows]: FaultTable): string[] {
  return rows.map(([operation, call]) => `${operation}: ${call}`);
}

function keyOf({ counted, call, fault }: FaultCell): string {
  const { driver, title } = counted.operation;
  return JSON.stringify([driver, title, call, fault]);
}

/** Each operation has its rows, the chain holds, and no value stands anywhere. */
async function expectTruthfulRecord({ knex, log }: MatrixBed): Promise<void> {
  await eventually(async () => {
    expect(await knex('operations').where({ state: 'running' })).toEqual([]);
  }, 60_000);
  const operations = await knex('operations');
  const rows = await knex('record').whereNotNull('operation_id');
  const outcomes = new Map<string, string[]>();
  for (const { operation_id: id, outcome } of rows) {
    outcomes.set(id, [...(outcomes.get(id) ?? []), outcome]);
  }
  for (const { id, state, kind } of operations) {
    expect({ id, kind, outcomes: outcomes.get(id) }).toEqual({
      id,
      kind,
      outcomes: ['intent', state === 'done' ? 'success' : 'failure'],
    });
  }
  const keys = RecordKeys.create(['r'.repeat(32)]);
  expect(await verifyRecord({ knex, keys })).toMatchObject({ intact: true });
  const database = JSON.stringify([operations, rows]);
  for (const form of encodingsOf(CANARY)) {
    expect(log()).not.toContain(form);
    expect(database).not.toContain(form);
  }
}
