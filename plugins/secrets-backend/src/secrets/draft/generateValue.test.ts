import { sign, verify, createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { parseKey, parsePrivateKey } from 'sshpk';
import { CharacterClass } from './generatePassword';
import { checkGenerated, generateValue } from './generateValue';
import { readValues } from './readValues';

const MEMBERS: Record<CharacterClass, RegExp> = {
  lower: /[a-z]/g,
  upper: /[A-Z]/g,
  digits: /[0-9]/g,
  symbols: /[^a-zA-Z0-9]/g,
};
const CLASSES = Object.keys(MEMBERS) as CharacterClass[];

describe('values that are made', () => {
  it('a password has its length, every class that was asked for and no other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 8, max: 64 }),
        fc.uniqueArray(fc.constantFrom(...CLASSES), { minLength: 1 }),
        fc.boolean(),
        (length, characters, withoutLookalikes) => {
          const { text } = generateValue({
            kind: 'password',
            length,
            characters,
            withoutLookalikes,
          });
          expect(text).toHaveLength(length);
          for (const name of CLASSES) {
            expect(MEMBERS[name].test(text)).toBe(characters.includes(name));
            MEMBERS[name].lastIndex = 0;
          }
          const unwanted = withoutLookalikes
            ? /[0Oo1lI\s"'\\`$]/
            : /[\s"'\\`$]/;
          expect(text).not.toMatch(unwanted);
        },
      ),
    );
  });

  it('no character is likelier than another, and no password comes twice', () => {
    const counts = new Map<string, number>();
    const made = new Set<string>();
    for (let round = 0; round < 400; round += 1) {
      const { text } = generateValue({ kind: 'password', length: 64 });
      made.add(text);
      for (const character of text) {
        counts.set(character, (counts.get(character) ?? 0) + 1);
      }
    }
    expect(made.size).toBe(400);
    expect(counts.size).toBe(62);
    const expected = (400 * 64) / 62;
    const chiSquare = [...counts.values()].reduce(
      (sum, count) => sum + (count - expected) ** 2 / expected,
      0,
    );
    // 61 degrees of freedom: more than this once in a billion runs
    expect(chiSquare).toBeLessThan(150);
  });

  it('hex, UUID and defaults are of the form that their readers expect', () => {
    expect(generateValue({ kind: 'hex' }).text).toMatch(/^[0-9a-f]{64}$/);
    expect(generateValue({ kind: 'hex', length: 16 }).text).toMatch(
      /^[0-9a-f]{32}$/,
    );
    expect(generateValue({ kind: 'uuid' }).text).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(generateValue({ kind: 'password' }).text).toMatch(
      /^[a-zA-Z0-9]{32}$/,
    );
  });

  it('the halves of an SSH pair belong together, and OpenSSH reads both', () => {
    const { text, publicKey } = generateValue({
      kind: 'ssh-ed25519',
      comment: 'deploy@shop',
    });
    expect(text).toMatch(
      /^-----BEGIN OPENSSH PRIVATE KEY-----\n[\s\S]+-----END OPENSSH PRIVATE KEY-----\n$/,
    );
    expect(publicKey).toMatch(/^ssh-ed25519 \S+ deploy@shop$/);
    const read = parsePrivateKey(text, 'ssh-private');
    const message = Buffer.from('message');
    const signature = sign(
      null,
      message,
      createPrivateKey(read.toString('pkcs8')),
    );
    const half = parseKey(publicKey!, 'ssh').toString('pkcs8');
    expect(verify(null, message, half, signature)).toBe(true);
  });

  it('T9: rules that do not go together, and a value beside them, are refused with the field', () => {
    expect(
      checkGenerated(
        { kind: 'uuid', length: 8, comment: 'a\nb' },
        'data.k.generate',
      ).map(({ field }) => field),
    ).toEqual([
      'data.k.generate.length',
      'data.k.generate.comment',
      'data.k.generate.comment',
    ]);
    const { errors, values } = readValues({
      none: {},
      both: { value: 'x', generate: { kind: 'uuid' } },
      encoded: { generate: { kind: 'uuid' }, encoding: 'base64' },
      stored: { generate: { kind: 'uuid' }, storeAs: 'base64' },
      fine: { generate: { kind: 'uuid' } },
    });
    expect(errors.map(({ field }) => field)).toEqual([
      'data.none',
      'data.both',
      'data.encoded.encoding',
      'data.stored.storeAs',
    ]);
    expect([...values.keys()]).toEqual(['fine']);
  });
});
