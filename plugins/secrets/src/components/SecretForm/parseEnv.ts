/** Pairs of a `.env` block, and the lines (from 1) that are none. @internal */
export interface ParsedEnv {
  pairs: { key: string; text: string }[];
  badLines: number[];
}

const LINE =
  /^\s*(?:export\s+)?([-._a-zA-Z0-9]+)\s*=[^\S\n]*(?:"((?:\\[\s\S]|[^"\\])*)"|'([^']*)'|([^\n]*?))[^\S\n]*(?:(?<=\s|["'])#[^\n]*)?$/;
const IGNORED = /^\s*(#.*)?$/;
const ESCAPES: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  $: '$',
};

/**
 * Reads `KEY=value` lines as shells and dotenv files have them: comments, `export`, quotes;
 * in double quotes also escapes and several lines. A key that comes twice keeps its last value.
 * @internal
 */
export function parseEnv(block: string): ParsedEnv {
  const lines = block.replace(/\r\n?/g, '\n').split('\n');
  const values = new Map<string, string>();
  const badLines: number[] = [];
  for (let index = 0; index < lines.length; ) {
    const { length, match } = matchAt(lines, index);
    if (match) {
      const [, key, double, single, bare = ''] = match;
      values.set(
        key,
        double === undefined ? single ?? bare.trimEnd() : unescapeText(double),
      );
    } else if (!IGNORED.test(lines[index])) {
      badLines.push(index + 1);
    }
    index += length;
  }
  const pairs = Array.from(values, ([key, text]) => ({ key, text }));
  return { pairs, badLines };
}

/** The assignment that begins at a line, and over how many lines it goes. */
function matchAt(lines: string[], index: number) {
  const opening = /^\s*(?:export\s+)?[-._a-zA-Z0-9]+\s*=\s*"/.test(
    lines[index],
  );
  if (opening) {
    let text = lines[index];
    for (let end = index + 1; end <= lines.length; end++) {
      const match = LINE.exec(text);
      if (match?.[2] !== undefined) {
        return { length: end - index, match };
      }
      text += `\n${lines[end]}`;
    }
    return { length: 1, match: undefined };
  }
  return { length: 1, match: LINE.exec(lines[index]) };
}

function unescapeText(text: string): string {
  return text.replace(
    /\\([\s\S])/g,
    (whole, letter) => ESCAPES[letter] ?? whole,
  );
}
