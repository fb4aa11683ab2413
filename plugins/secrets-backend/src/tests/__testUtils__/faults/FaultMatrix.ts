import { TestWorld } from '@strongroom/real-cluster';
import { Knex } from 'knex';
import { expectNothingElse } from './expectNothingElse';
import { expectTruthfulRecord } from './expectTruthfulRecord';
import { eventually } from '../eventually';
import { inParallel } from '../inParallel';
import {
  cellsOf,
  countOperation,
  CountedOperation,
  describeCell,
  FaultCell,
} from './faultCells';
import {
  FaultTable,
  isWritten,
  readFromDocument,
  withoutTime,
  writeToDocument,
} from './faultTable';
import { ObservedSecret } from './observeSecret';
import { FaultBed, OperationCase } from './operationCases';
import { describeCall, PORTAL, STORE } from './outsideCalls';
import { pickCells, sampleAsked } from './pickCells';
import { CellOutcome, settleCell, Told } from './settleCell';

/** So many operations are counted at the same time. */
const WIDTH = 8;
/** A store is listed when the portal asked it nothing for so long. */
const REST_MS = 1_000;
/** Clusters that are shared may hold a lot. */
const LISTED_MS = 120_000;
/** How often a cell that ends otherwise than documented is tried again: a busy machine may be late, or early. */
const REPETITIONS = 4;
/** What breaks a connection off. */
const BREAKS = ['refused before', 'cut after'];

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
  readonly #sample: number | undefined;
  readonly #counted: CountedOperation[] = [];
  readonly #outcomes = new Map<string, CellOutcome>();
  readonly #seen = new Map<string, ObservedSecret>();
  readonly #orphans = new Set<string>();
  readonly #problems: string[] = [];
  #names = 0;

  /** @param sample - how many cells are tried; all of them unless given here or by `STRONGROOM_FAULT_CELLS` */
  constructor(bed: MatrixBed, faults: readonly Fault[], sample?: number) {
    this.#bed = bed;
    this.#faults = faults;
    this.#sample = sampleAsked() ?? sample;
  }

  /** Learns the calls of operations. */
  async count(operations: OperationCase[]): Promise<void> {
    await storeIsListed(this.#bed.world);
    const counted = new Map<OperationCase, CountedOperation>();
    await inParallel(WIDTH, operations, async operation => {
      const name = this.freshName();
      const found = await countOperation(this.#bed, operation, name);
      this.#seen.set(name, found.after);
      counted.set(operation, found);
    });
    this.#counted.push(...operations.map(each => counted.get(each)!));
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
   * Tries all cells, or a sample of them; each has to end as before or as asked for. All of them are held against the
   * document, or are written to it with `STRONGROOM_FAULTS=write`.
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
    await attempt(
      this.#sample === undefined ? all : pickCells(all, this.#sample),
    );
    expect(this.#problems).toEqual([]);
    if (this.#sample === undefined) {
      await this.#document(attempt, titleOf);
    }
    await expectTruthfulRecord(this.#bed);
    await expectNothingElse(this.#bed, this.#seen, this.#orphans);
  }

  #sectionsBy(
    titleOf: (operation: OperationCase) => string,
  ): Map<string, CountedOperation[]> {
    const sections = new Map<string, CountedOperation[]>();
    for (const counted of this.#counted) {
      const title = titleOf(counted.operation);
      sections.set(title, [...(sections.get(title) ?? []), counted]);
    }
    return sections;
  }

  /** Compares with the document or writes it; what differs is believed only when it stays so. */
  async #document(
    attempt: (cells: FaultCell<Fault>[]) => Promise<void>,
    titleOf: (operation: OperationCase) => string,
  ): Promise<void> {
    const sections = this.#sectionsBy(titleOf);
    const documented = [...sections].flatMap(([title, counted]) => {
      const [, ...rows] = readFromDocument(title);
      return counted.flatMap(one =>
        cellsOf(one, this.#faults).map(cell => ({
          cell,
          expected: this.#expectedOf(cell, rows),
        })),
      );
    });
    const differing = () =>
      documented.filter(
        ({ cell, expected }) => !expected.includes(this.#endOf(cell)),
      );
    for (let again = 0; again < REPETITIONS; again += 1) {
      const cells = differing()
        .filter(({ expected }) => expected.length > 0)
        .map(({ cell }) => cell);
      if (cells.length > 0) {
        await attempt(cells);
        expect(this.#problems).toEqual([]);
      }
    }
    if (isWritten()) {
      for (const [title, counted] of sections) {
        writeToDocument(title, this.#tableOf(counted));
      }
      return;
    }
    expect(
      differing().map(({ cell, expected }) => ({
        cell: describeCell(cell),
        expected,
        found: this.#endOf(cell),
      })),
    ).toEqual([]);
  }

  /** The fields of a cell that a table has: two calls of a kind may go to two places. */
  #expectedOf(cell: FaultCell<Fault>, rows: FaultTable): string[] {
    const { counted, call, fault } = cell;
    const ofCall = rows.filter(
      ([title, words]) =>
        title === counted.operation.title && words === describeCall(call),
    );
    const endsOf = (other: string) =>
      ofCall.map(row =>
        withoutTime(row[2 + this.#faults.indexOf(other as Fault)]),
      );
    // a cluster is read again when the connection that broke had served before, and not when it was new
    const eitherWay =
      call.server !== STORE && call.verb === 'get' && BREAKS.includes(fault);
    return eitherWay && ofCall.length > 0
      ? [...BREAKS.flatMap(endsOf), ...endsOf('nonsense'), counted.undisturbed]
      : endsOf(fault);
  }

  /** How a cell ended. */
  #endOf(cell: FaultCell<Fault>): string {
    const { told, ended } = this.#outcomes.get(keyOf(cell))!;
    return `${told}: ${ended}`;
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
    const { seconds } = this.#outcomes.get(keyOf(cell))!;
    return `${this.#endOf(cell)} (${seconds} s)`;
  }
}

function keyOf({ counted, call, fault }: FaultCell): string {
  const { driver, title } = counted.operation;
  return JSON.stringify([driver, title, call, fault]);
}

/**
 * What a driver reads of a store when it begins is no call of an operation. External Secrets may ask the store all the
 * time; its calls are counted for no operation anyway.
 */
async function storeIsListed({ kv }: TestWorld): Promise<void> {
  let seen = -1;
  await eventually(
    () => {
      const earlier = seen;
      seen = kv.requestLog.entries.filter(
        ({ userAgent }) => userAgent === PORTAL,
      ).length;
      expect(seen).toBe(earlier);
    },
    LISTED_MS,
    REST_MS,
  );
}
