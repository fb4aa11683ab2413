import { onlyWorldOf } from './areas.mjs';
import { countCases } from './cases.mjs';

const worlds = ['embedded', 'real'];

/**
 * The table of area and file against worlds, with how many cases passed and what else became of them.
 *
 * @param {Partial<Record<import('./areas.mjs').World, import('./cases.mjs').Case[]>>} results absent: this world was not run
 * @returns {string}
 */
export function describeTable(results) {
  const shown = worlds.filter(world => results[world]);
  const files = new Map();
  for (const { area, file } of shown.flatMap(world => results[world])) {
    files.set(`${area}\n${file}`, { area, file });
  }
  const order = [...new Set([...files.values()].map(({ area }) => area))];
  const sorted = [...files.values()].sort(
    (left, right) =>
      order.indexOf(left.area) - order.indexOf(right.area) ||
      left.file.localeCompare(right.file),
  );
  const rows = sorted.map(({ area, file }) => [
    area,
    file,
    ...shown.map(world =>
      onlyWorldOf(file) && onlyWorldOf(file) !== world
        ? '-'
        : cell(
            results[world].filter(
              each => each.area === area && each.file === file,
            ),
          ),
    ),
  ]);
  return layOut([
    ['area', 'file', ...shown],
    ...rows,
    ['all', '', ...shown.map(world => cell(results[world]))],
  ]);
}

function cell(cases) {
  const { passed, failed, skipped } = countCases(cases);
  return [
    `${passed} passed`,
    failed > 0 && `${failed} failed`,
    skipped > 0 && `${skipped} skipped`,
  ]
    .filter(Boolean)
    .join(', ');
}

function layOut(rows) {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  return rows
    .map(row =>
      row
        .map((text, column) => text.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
