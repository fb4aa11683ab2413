import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const TITLE = '# Measured figures';
const INTRODUCTION =
  '`npm run bench` measures and rewrites this page; `npm run bench -- --cold` measures the first start only, which takes\nminutes, `npm run bench -- --record` a large record, and `npm run bench -- --real` the real programs. Figures depend on\nthe machine and on what else it does: compare columns, not pages.';
const SECTIONS = [
  'When it is set up',
  'First start with empty caches',
  'The record',
  'On the real programs',
] as const;

/** Heading of a section of the report. */
export type Section = (typeof SECTIONS)[number];

/** Puts a section into the report and leaves the others as they were. */
export function writeReport(
  file: string,
  section: Section,
  text: string,
): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const parts = SECTIONS.flatMap(heading => {
    const body = heading === section ? text : bodyOf(before, heading);
    return body ? [`## ${heading}\n\n${body.trim()}`] : [];
  });
  writeFileSync(file, `${[TITLE, INTRODUCTION, ...parts].join('\n\n')}\n`);
}

function bodyOf(page: string, heading: Section): string | undefined {
  const [, after] = page.split(`## ${heading}\n`);
  return after?.split('\n## ')[0];
}
