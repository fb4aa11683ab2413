import { DecodeError } from './DecodeError';

/** The parts of a time with the words that messages have for them. */
const parts: [RegExp, string][] = [
  [/^\d{4}/, '2006'],
  [/^-/, '-'],
  [/^\d\d/, '01'],
  [/^-/, '-'],
  [/^\d\d/, '02'],
  [/^T/, 'T'],
  [/^\d\d/, '15'],
  [/^:/, ':'],
  [/^\d\d/, '04'],
  [/^:/, ':'],
  [/^\d\d(\.\d+)?/, '05'],
  [/^(Z|[+-]\d\d:\d\d)/, 'Z07:00'],
];
const layout = '2006-01-02T15:04:05Z07:00';

/**
 * A time as metadata has it: in UTC and whole seconds, whatever its zone was.
 *
 * @throws DecodeError that names the part that does not fit
 * @internal
 */
export function decodeTime(text: string): string {
  let rest = text;
  const problem = (what: string) =>
    new DecodeError(
      `parsing time ${JSON.stringify(text)} as ${JSON.stringify(
        layout,
      )}: ${what}`,
    );
  for (const [pattern, word] of parts) {
    const match = pattern.exec(rest);
    if (!match) {
      throw problem(
        `cannot parse ${JSON.stringify(rest)} as ${JSON.stringify(word)}`,
      );
    }
    rest = rest.slice(match[0].length);
  }
  if (rest) {
    throw problem(`extra text: ${JSON.stringify(rest)}`);
  }
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) {
    throw new DecodeError(
      `parsing time ${JSON.stringify(text)}: day out of range`,
    );
  }
  return `${time.toISOString().slice(0, 19)}Z`;
}
