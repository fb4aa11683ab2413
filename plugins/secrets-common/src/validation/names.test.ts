import fc from 'fast-check';
import {
  explainAnnotationKey,
  explainLabelKey,
  explainLabelValue,
} from './labels';
import {
  explainDerivedNamespace,
  explainNamespaceName,
  explainSecretKey,
  explainSecretName,
} from './names';

// The rules of Kubernetes by the letter, character by character, so that they share nothing with the code under test.
const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = LOWER.toUpperCase();
const DIGITS = '0123456789';
const bytes = (text: string) => Buffer.byteLength(text, 'utf8');
const consistsOf = (text: string, alphabet: string) =>
  [...text].every(char => alphabet.includes(char));
const edgesAre = (text: string, alphabet: string) =>
  text.length > 0 &&
  alphabet.includes(text[0]) &&
  alphabet.includes(text[text.length - 1]);

/** "contain only lowercase alphanumeric characters or '-', start and end with an alphanumeric character" */
const labelShape = (text: string) =>
  consistsOf(text, `${LOWER}${DIGITS}-`) && edgesAre(text, LOWER + DIGITS);
/** "at most 63 characters" */
const isDnsLabel = (text: string) => bytes(text) <= 63 && labelShape(text);
/** "no more than 253 characters"; parts between dots shaped like labels, of any length */
const isDnsSubdomain = (text: string) =>
  bytes(text) <= 253 && text.split('.').every(labelShape);
/** "alphanumeric characters, -, _ or ."; validation also forbids "." and a leading ".." */
const isSecretKey = (text: string) =>
  bytes(text) >= 1 &&
  bytes(text) <= 253 &&
  consistsOf(text, `${LOWER}${UPPER}${DIGITS}-_.`) &&
  text !== '.' &&
  text.slice(0, 2) !== '..';
/** "63 characters or less (cannot be empty), begin and end with an alphanumeric character" */
const isNamePart = (text: string) =>
  bytes(text) <= 63 &&
  consistsOf(text, `${LOWER}${UPPER}${DIGITS}-_.`) &&
  edgesAre(text, LOWER + UPPER + DIGITS);
/** "optional prefix and name, separated by a slash" */
const isQualifiedName = (text: string) => {
  const slash = text.indexOf('/');
  return slash < 0
    ? isNamePart(text)
    : isDnsSubdomain(text.slice(0, slash)) && isNamePart(text.slice(slash + 1));
};

/** Texts that are mostly allowed, of lengths around each limit, with one odd character now and then. */
const char = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...'abz019') },
  { weight: 3, arbitrary: fc.constantFrom(...'-.') },
  { weight: 1, arbitrary: fc.constantFrom(...'_/AZ') },
);
const odd = fc.constantFrom(
  '\n',
  '\0',
  ' ',
  '\uff41',
  '\u0430',
  'ß',
  '\u0130',
  '\u{1f600}',
  '%',
  '..',
);
const text = fc
  .record({
    size: fc.constantFrom(0, 1, 2, 3, 48, 49, 50, 62, 63, 64, 252, 253, 254),
    body: fc.array(char, { minLength: 254, maxLength: 254 }),
    insert: fc.option(fc.tuple(fc.nat(254), odd), { freq: 5 }),
  })
  .map(({ size, body, insert }) => {
    const chars = body.slice(0, size);
    if (insert) {
      chars.splice(Math.min(insert[0], size), 1, insert[1]);
    }
    return chars.join('');
  });

/** The texts that one of the two allows and the other does not; fails when the texts do not try both answers. */
function disagreements(
  explain: (text: string) => string | undefined,
  isAllowed: (text: string) => boolean,
  texts: fc.Arbitrary<string> = text,
): string[] {
  const candidates = fc.sample(texts, 5_000);
  const answers = new Set(candidates.map(isAllowed));
  if (answers.size < 2) {
    throw new Error('The generated texts are all allowed or all refused');
  }
  return candidates.filter(
    candidate => (explain(candidate) === undefined) !== isAllowed(candidate),
  );
}

describe('T9: names', () => {
  it('of secrets and namespaces follow the Kubernetes rules', () => {
    expect(disagreements(explainSecretName, isDnsSubdomain)).toEqual([]);
    expect(disagreements(explainNamespaceName, isDnsLabel)).toEqual([]);
  });

  it('of keys follow the Kubernetes rules, and T10: look-alikes of ASCII letters are refused', () => {
    expect(disagreements(explainSecretKey, isSecretKey)).toEqual([]);
    for (const key of [
      'p\u0430ssword',
      '\uff50assword',
      'password\u200b',
      '\u212aey',
    ]) {
      expect(explainSecretKey(key)).toBeDefined();
    }
    for (const key of ['__proto__', 'constructor', '.a', '.a..b']) {
      expect(explainSecretKey(key)).toBeUndefined();
    }
  });

  it('of labels and annotations follow the Kubernetes rules', () => {
    const qualified = fc.oneof(
      text,
      fc.tuple(text, text).map(parts => parts.join('/')),
    );
    expect(disagreements(explainLabelKey, isQualifiedName, qualified)).toEqual(
      [],
    );
    expect(
      disagreements(
        explainLabelValue,
        value => value === '' || isNamePart(value),
      ),
    ).toEqual([]);
    expect(
      disagreements(
        explainAnnotationKey,
        key =>
          isQualifiedName(
            [...key]
              .map(c => (UPPER.includes(c) ? LOWER[UPPER.indexOf(c)] : c))
              .join(''),
          ),
        qualified,
      ),
    ).toEqual([]);
  });

  it('of derived namespaces leave room for the prefix, 49 characters but not 50 for openchoreo-kv-', () => {
    expect(
      disagreements(
        name => explainDerivedNamespace('openchoreo-kv-', name),
        name => isDnsLabel(name) && isDnsLabel(`openchoreo-kv-${name}`),
      ),
    ).toEqual([]);
    expect(
      explainDerivedNamespace('openchoreo-kv-', 'n'.repeat(49)),
    ).toBeUndefined();
    expect(explainDerivedNamespace('openchoreo-kv-', 'n'.repeat(50))).toMatch(
      /50 characters; at most 49 .*"openchoreo-kv-"/,
    );
  });
});
