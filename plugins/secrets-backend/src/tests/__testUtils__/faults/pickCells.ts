import { FaultCell } from './faultCells';

/**
 * Some of all cells, picked by a seed that is printed and that `STRONGROOM_FAULT_SEED` sets: spread over the operations,
 * then over what happens in them, then over the calls that it happens to.
 */
export function pickCells<Fault extends string>(
  cells: FaultCell<Fault>[],
  count: number,
): FaultCell<Fault>[] {
  const seed = Number(
    process.env.STRONGROOM_FAULT_SEED ?? Math.floor(Math.random() * 2 ** 31),
  );
  process.stdout.write(
    `${count} of ${cells.length} cells: STRONGROOM_FAULT_SEED=${seed}\n`,
  );
  const random = randomOf(seed);
  const left = cells
    .map(cell => ({ cell, place: random() }))
    .sort((one, other) => one.place - other.place)
    .map(({ cell }) => cell);
  const uses = new Map<string, number>();
  const picked: FaultCell<Fault>[] = [];
  while (picked.length < count && left.length > 0) {
    const usesOf = (cell: FaultCell) =>
      aspectsOf(cell).map(aspect => uses.get(aspect) ?? 0);
    const next = left.reduce((best, cell) =>
      isLess(usesOf(cell), usesOf(best)) ? cell : best,
    );
    left.splice(left.indexOf(next), 1);
    picked.push(next);
    for (const aspect of aspectsOf(next)) {
      uses.set(aspect, (uses.get(aspect) ?? 0) + 1);
    }
  }
  return picked;
}

/** How many cells a run is to try, where the environment says so. */
export function sampleAsked(): number | undefined {
  const asked = process.env.STRONGROOM_FAULT_CELLS;
  return asked ? Number(asked) : undefined;
}

/** What of a cell should not come twice before the rest has come once, the most important first. */
function aspectsOf({ counted, call, fault }: FaultCell): string[] {
  const { driver, title } = counted.operation;
  const operation = `${title} on ${driver}`;
  return [
    operation,
    `${operation}: ${fault}`,
    fault,
    `${call.verb} ${call.resource} of ${driver}`,
  ];
}

function isLess(one: number[], other: number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at >= 0 && one[at] < other[at];
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  /* eslint-disable no-bitwise */
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /* eslint-enable no-bitwise */
}
