import { randomInt } from 'node:crypto';

/** Without vowels and what looks alike, as on the real server. */
const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789';
const generatedBaseLength = 58;

/** A name that begins with the given text. @internal */
export function generateName(base: string): string {
  let name = base.slice(0, generatedBaseLength);
  for (let at = 0; at < 5; at++) {
    name += nameAlphabet[randomInt(nameAlphabet.length)];
  }
  return name;
}
