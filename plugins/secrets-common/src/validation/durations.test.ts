import fc from 'fast-check';
import { canonicaliseDuration, explainDuration } from './durations';

describe('durations', () => {
  it.each([
    ['1h0m0s', '1h'],
    ['60m', '1h'],
    ['90m', '1h30m'],
    ['1.5h', '1h30m'],
    ['3600s', '1h'],
    ['1m1s', '1m1s'],
    ['10m', '10m'],
    ['100s', '1m40s'],
    ['1500ms', '1.5s'],
    ['1s1ns', '1.000000001s'],
    ['0', '0s'],
    ['0h0m', '0s'],
    ['.5s', '0.5s'],
    ['1.h', '1h'],
    ['1h1h', '2h'],
    ['2562047h47m16.854775807s', '2562047h47m16.854775807s'],
  ])('%s is the same as %s', (text, canonical) => {
    expect(canonicaliseDuration(text)).toBe(canonical);
    expect(canonicaliseDuration(canonical)).toBe(canonical);
  });

  it('are left alone when they are none', () => {
    for (const text of [
      '',
      'h',
      '1',
      '1d',
      '-1h',
      '1h ',
      '1,5h',
      '.s',
      '2562048h',
      '1h\n',
    ]) {
      expect(canonicaliseDuration(text)).toBe(text);
      expect(explainDuration(text)).toMatch(/such as/);
    }
  });

  it('of whole hours, minutes and seconds come to one spelling', () => {
    const amount = fc.nat(10_000);
    fc.assert(
      fc.property(amount, amount, amount, (h, m, s) => {
        const total = h * 3600 + m * 60 + s;
        const canonical = canonicaliseDuration(`${total}s`);
        expect(canonicaliseDuration(`${h}h${m}m${s}s`)).toBe(canonical);
        expect(canonicaliseDuration(`${s}s${h}h${m}m`)).toBe(canonical);
        expect(canonical).not.toMatch(/(^|[hm])0[hms]./);
      }),
    );
  });

  it('below a second would stop or flood the refresh', () => {
    for (const text of ['0', '0s', '999ms', '999999999ns']) {
      expect(explainDuration(text)).toMatch(/at least one second/);
    }
    for (const text of ['1s', '1h', '15m', '1h30m', '1000ms']) {
      expect(explainDuration(text)).toBeUndefined();
    }
  });
});
