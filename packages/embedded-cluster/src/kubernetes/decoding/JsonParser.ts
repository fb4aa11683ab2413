import { JsonMap, setField } from '../../storage/jsonValue';
import { DecodeError } from './DecodeError';

/** What a text says, and which of its fields it says twice. @internal */
export interface ParsedJson {
  value: unknown;
  /** Paths such as `data.a` and `spec.data[0].key`; the last one counts. */
  duplicates: string[];
}

const escapes: Record<string, string> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const literals: Record<string, [string, unknown]> = {
  t: ['true', true],
  f: ['false', false],
  n: ['null', null],
};

class JsonParser {
  readonly #text: string;
  readonly #duplicates: string[] = [];
  #at = 0;

  private constructor(text: string) {
    this.#text = text;
  }

  static parse(text: string): ParsedJson {
    const parser = new JsonParser(text);
    const value = parser.#value('');
    parser.#skipSpace();
    if (parser.#at < text.length) {
      throw parser.#unexpected('after top-level value');
    }
    return { value, duplicates: parser.#duplicates };
  }

  #value(path: string): unknown {
    this.#skipSpace();
    const start = this.#text[this.#at];
    switch (start) {
      case '{':
        return this.#object(path);
      case '[':
        return this.#array(path);
      case '"':
        return this.#string();
      case 't':
      case 'f':
      case 'n':
        return this.#literal(...literals[start]);
      default:
        if (start === '-' || isDigit(start)) {
          return this.#number();
        }
        throw this.#unexpected('looking for beginning of value');
    }
  }

  #object(path: string): JsonMap {
    const result: JsonMap = {};
    this.#at++;
    this.#skipSpace();
    if (this.#take('}')) {
      return result;
    }
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.#at] !== '"') {
        throw this.#unexpected('looking for beginning of object key string');
      }
      const key = this.#string();
      const child = path ? `${path}.${key}` : key;
      if (Object.hasOwn(result, key)) {
        this.#duplicates.push(child);
      }
      this.#skipSpace();
      if (!this.#take(':')) {
        throw this.#unexpected('after object key');
      }
      setField(result, key, this.#value(child));
      this.#skipSpace();
      if (this.#take('}')) {
        return result;
      }
      if (!this.#take(',')) {
        throw this.#unexpected('after object key:value pair');
      }
    }
  }

  #array(path: string): unknown[] {
    const result: unknown[] = [];
    this.#at++;
    this.#skipSpace();
    if (this.#take(']')) {
      return result;
    }
    for (;;) {
      result.push(this.#value(`${path}[${result.length}]`));
      this.#skipSpace();
      if (this.#take(']')) {
        return result;
      }
      if (!this.#take(',')) {
        throw this.#unexpected('after array element');
      }
    }
  }

  #string(): string {
    let result = '';
    let start = ++this.#at;
    for (;;) {
      const char = this.#text[this.#at];
      if (char === undefined || char < ' ') {
        throw this.#unexpected('in string literal');
      }
      if (char === '"' || char === '\\') {
        result += this.#text.slice(start, this.#at);
        this.#at++;
        if (char === '"') {
          return result;
        }
        result += this.#escape();
        start = this.#at;
      } else {
        this.#at++;
      }
    }
  }

  #escape(): string {
    const char = this.#text[this.#at];
    if (char === 'u') {
      this.#at++;
      const start = this.#at;
      for (; this.#at < start + 4; this.#at++) {
        if (!/[0-9a-fA-F]/.test(this.#text[this.#at] ?? '')) {
          throw this.#unexpected('in \\u hexadecimal character escape');
        }
      }
      return String.fromCharCode(
        parseInt(this.#text.slice(start, this.#at), 16),
      );
    }
    if (char === undefined || !Object.hasOwn(escapes, char)) {
      throw this.#unexpected('in string escape code');
    }
    this.#at++;
    return escapes[char];
  }

  #literal(word: string, value: unknown): unknown {
    for (const [index, char] of [...word].entries()) {
      if (index > 0 && this.#text[this.#at] !== char) {
        throw this.#unexpected(`in literal ${word} (expecting '${char}')`);
      }
      this.#at++;
    }
    return value;
  }

  #number(): number {
    const start = this.#at;
    this.#take('-');
    if (!this.#take('0')) {
      this.#digits('in numeric literal');
    }
    if (this.#take('.')) {
      this.#digits('after decimal point in numeric literal');
    }
    if (this.#take('e') || this.#take('E')) {
      if (!this.#take('+')) {
        this.#take('-');
      }
      this.#digits('in exponent of numeric literal');
    }
    return Number(this.#text.slice(start, this.#at));
  }

  #digits(where: string): void {
    if (!isDigit(this.#text[this.#at])) {
      throw this.#unexpected(where);
    }
    while (isDigit(this.#text[this.#at])) {
      this.#at++;
    }
  }

  #take(char: string): boolean {
    const found = this.#text[this.#at] === char;
    this.#at += found ? 1 : 0;
    return found;
  }

  #skipSpace(): void {
    while (' \t\r\n'.includes(this.#text[this.#at] ?? 'x')) {
      this.#at++;
    }
  }

  #unexpected(where: string): DecodeError {
    const char = this.#text[this.#at];
    // The real parser ends a word or a number with a blank of its own.
    const within = / literal (true|false|null)|escape|numeric/.test(where);
    return new DecodeError(
      char === undefined && !within
        ? 'unexpected end of JSON input'
        : `invalid character ${quoted(char ?? ' ')} ${where}`,
    );
  }
}

function isDigit(char: string | undefined): boolean {
  return char !== undefined && char >= '0' && char <= '9';
}

/** The first byte of a character as the real parser writes it. */
function quoted(char: string): string {
  if (char === "'") {
    return `'\\''`;
  }
  if (char === '"') {
    return `'"'`;
  }
  const byte = Buffer.from(char)[0];
  return `'${JSON.stringify(String.fromCharCode(byte)).slice(1, -1)}'`;
}

/**
 * Parses JSON and tells where it breaks in the words of the real server's parser,
 * which name the character.
 *
 * @throws DecodeError
 * @internal
 */
export function parseJson(text: string): ParsedJson {
  return JsonParser.parse(text);
}
