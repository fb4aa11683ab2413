import { randomInt } from 'node:crypto';

/** Classes of characters; the symbols are those that need no escape in shells' double quotes, JSON, YAML and URLs' user part. */
const CLASSES = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digits: '0123456789',
  symbols: '-_.~+=,^*()',
} as const;

/** A class of characters. */
export type CharacterClass = keyof typeof CLASSES;

const LOOKALIKES = /[0Oo1lI5S2Z8B]/g;
const DEFAULT_LENGTH = 32;
const DEFAULT_CLASSES: readonly CharacterClass[] = ['lower', 'upper', 'digits'];

/**
 * Makes a password in which each class occurs at least once. Every password that fits is as likely as any other: one that
 * lacks a class is thrown away as a whole, instead of being mended.
 */
export function generatePassword(rules: {
  /** Characters, 32 unless given; at least as many as there are classes. */
  length?: number;
  /** All but symbols unless given. */
  characters?: readonly CharacterClass[];
  withoutLookalikes?: boolean;
}): string {
  const {
    length = DEFAULT_LENGTH,
    characters = DEFAULT_CLASSES,
    withoutLookalikes,
  } = rules;
  const classes = characters.map(name =>
    withoutLookalikes ? CLASSES[name].replace(LOOKALIKES, '') : CLASSES[name],
  );
  const alphabet = classes.join('');
  for (;;) {
    const password = Array.from(
      { length },
      () => alphabet[randomInt(alphabet.length)],
    );
    if (classes.every(some => password.some(letter => some.includes(letter)))) {
      return password.join('');
    }
  }
}
