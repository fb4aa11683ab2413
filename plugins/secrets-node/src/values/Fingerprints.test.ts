import { Fingerprints } from './Fingerprints';
import { SecretValue, SecretValues } from './SecretValue';

const values = (entries: Record<string, string>): SecretValues =>
  new Map(
    Object.entries(entries).map(([key, text]) => [
      key,
      SecretValue.fromUtf8(text),
    ]),
  );

describe('fingerprints of values', () => {
  const fingerprints = Fingerprints.create(['k'.repeat(32)]);

  it('T3: recognise exactly what they were made of, and tell nothing of it', () => {
    const fingerprint = fingerprints.of(values({ user: 'u', password: 'p' }));
    expect(
      fingerprints.matches(fingerprint, values({ password: 'p', user: 'u' })),
    ).toBe(true);
    for (const other of [
      values({ user: 'u' }),
      values({ user: 'u', password: 'P' }),
      values({ user: 'u', password: 'p', more: '' }),
      values({ userp: 'u', assword: 'p' }),
      values({}),
    ]) {
      expect(fingerprints.matches(fingerprint, other)).toBe(false);
    }
    const again = fingerprints.of(values({ user: 'u', password: 'p' }));
    expect(again).not.toBe(fingerprint);
    expect(fingerprints.matches('', values({}))).toBe(false);
    expect(fingerprints.matches('x.y.z', values({}))).toBe(false);
  });

  it('T3: of one call tell equal values from others, and nothing to another call', () => {
    const mark = fingerprints.forOneCall();
    const [one, same, other] = ['v', 'v', 'w'].map(SecretValue.fromUtf8);
    expect(mark(one)).toBe(mark(same));
    expect(mark(one)).not.toBe(mark(other));
    expect(fingerprints.forOneCall()(one)).not.toBe(mark(one));
  });

  it('survive the rotation of their key, and need it', () => {
    const fingerprint = fingerprints.of(values({ a: '1' }));
    const rotated = Fingerprints.create(['n'.repeat(32), 'k'.repeat(32)]);
    const others = Fingerprints.create(['n'.repeat(32)]);
    expect(rotated.matches(fingerprint, values({ a: '1' }))).toBe(true);
    expect(others.matches(fingerprint, values({ a: '1' }))).toBe(false);
    expect(
      others.matches(rotated.of(values({ a: '1' })), values({ a: '1' })),
    ).toBe(true);
    expect(() => Fingerprints.create([])).toThrow(/at least one key/);
  });
});
