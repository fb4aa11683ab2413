import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(__dirname, '../../../../../../docs/faults.md');
const INTRODUCTION = `# What failures leave behind

Made by the tests themselves (\`npm run test:faults -- --write\`): every operation, every call that it makes to a cluster or
a store, and everything that can happen to that call. Each field says what the user is told, how the operation ends then,
and after how long. In each of them all objects, the store, the list and the record were looked at afterwards: the secret
was as before or as asked for, the journal said which, and nothing else was left. "Recovery" is the worker of every replica
that takes over what was interrupted; of calls that are made again and again the first two stand here.

Every run compares what the user is told and how the operation ends with this page, and fails where they differ; how long it
takes is that of the machine that wrote the page, with cells side by side. Calls give up after 4 seconds in these tests, a lease
lasts 2, and a process that was killed is started again before anything is recovered. Where a read of a cluster is refused or
cut off, either of two ends is right: a connection that had served before is taken for one that was closed while idle, and the
read is sent again on another, as though nothing had happened; on a new connection the read has failed, as with nonsense.

All of it is tried on the embedded programs. On the real ones every run of the contract tries 54 of these fields, 14 of them
killed, spread over the operations by a seed that is printed and that \`STRONGROOM_FAULT_SEED\` sets.`;

/** Rows of a section, the first of which is its head; all fields are filled. */
export type FaultTable = string[][];

/** Whether `docs/faults.md` is to be written instead of compared. */
export function isWritten(): boolean {
  return process.env.STRONGROOM_FAULTS === 'write';
}

/** Writes a section of `docs/faults.md`. */
export function writeToDocument(title: string, table: FaultTable): void {
  const sections = sectionsOf(readDocument());
  sections.set(title, describe(table));
  const parts = [...sections]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([heading, body]) => `## ${heading}\n\n${body}`);
  writeFileSync(FILE, `${[INTRODUCTION, ...parts].join('\n\n')}\n`);
}

/** A section of `docs/faults.md`. */
export function readFromDocument(title: string): FaultTable {
  const [head = '', , ...rows] = (
    sectionsOf(readDocument()).get(title) ?? ''
  ).split('\n');
  return [head, ...rows].map(line =>
    line
      .split('|')
      .slice(1, -1)
      .map(text => text.trim()),
  );
}

/** A field without how long it took. */
export function withoutTime(field: string): string {
  return field.replace(/ \(\d+ s\)$/, '');
}

function readDocument(): string {
  return existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
}

function sectionsOf(document: string): Map<string, string> {
  const [, ...sections] = document.split(/^## /m);
  return new Map(
    sections.map(section => {
      const [title, ...lines] = section.split('\n');
      return [title, lines.join('\n').trim()];
    }),
  );
}

function describe([head, ...rows]: FaultTable): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map(row => row[column].length)),
  );
  const line = (row: string[]) =>
    `| ${row.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`;
  return [
    line(head),
    line(widths.map(width => '-'.repeat(width))),
    ...rows.map(line),
  ].join('\n');
}
