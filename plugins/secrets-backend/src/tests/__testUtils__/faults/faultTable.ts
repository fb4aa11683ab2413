import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FILE = join(__dirname, '../../../../../../docs/faults.md');
const INTRODUCTION = `# What failures leave behind

Made by the tests themselves (\`npm run test:faults -- --write\`): every operation, every call that it makes to a cluster or
a store, and everything that can happen to that call. Each field says what the user is told, how the operation ends then,
and after how long. In each of them all objects, the store, the list and the record were looked at afterwards: the secret
was as before or as asked for, the journal said which, and nothing else was left. "Recovery" is the worker of every replica
that takes over what was interrupted; of calls that are made again and again the first two stand here.`;

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
