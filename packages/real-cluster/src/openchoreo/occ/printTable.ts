/** Columns three spaces apart, the last one as long as it is. */
export function printTable(rows: string[][]): string {
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map(row => row[column].length)),
  );
  return rows
    .map(row =>
      row
        .map((cell, column) =>
          column === row.length - 1 ? cell : cell.padEnd(widths[column] + 3),
        )
        .join('')
        .concat('\n'),
    )
    .join('');
}
