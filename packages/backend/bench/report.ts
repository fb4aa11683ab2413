import { cpus, loadavg, totalmem } from 'node:os';
import { Figure } from './types';

const HEAD = ['what', 'here', 'stock Backstage', 'aim'];

/** Date, size and load of the machine, and a table. */
export function describeFigures(figures: Figure[], load: number): string {
  const rows = figures.map(({ what, ours, stock, aim }) => [
    what,
    ours,
    stock ?? '',
    aim ?? '',
  ]);
  const widths = HEAD.map((_, column) =>
    Math.max(...[HEAD, ...rows].map(row => row[column].length)),
  );
  const line = (row: string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`;
  return [
    describeMachine(load),
    '',
    line(HEAD),
    line(widths.map(width => '-'.repeat(width))),
    ...rows.map(line),
    '',
  ].join('\n');
}

function describeMachine(load: number): string {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  return `Measured on ${date}: ${
    processors.length
  } cores, ${gigabytes} GB of memory, Node ${process.versions.node}, ${
    process.platform
  }; load average ${load.toFixed(1)} when it began.`;
}

/** How many programs ran or waited to, over the last minute. */
export function presentLoad(): number {
  return loadavg()[0];
}
