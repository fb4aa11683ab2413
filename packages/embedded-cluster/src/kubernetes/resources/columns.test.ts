import { ageOf, humanDuration } from './columns';

describe('ages in tables', () => {
  it.each([
    [-5, '<invalid>'],
    [0, '0s'],
    [119, '119s'],
    [120, '2m'],
    [125, '2m5s'],
    [599, '9m59s'],
    [600, '10m'],
    [179 * 60, '179m'],
    [3 * 3600 + 60, '3h1m'],
    [8 * 3600 + 60, '8h'],
    [48 * 3600, '2d'],
    [50 * 3600, '2d2h'],
    [8 * 86400 + 3600, '8d'],
    [729 * 86400, '729d'],
    [730 * 86400, '2y'],
    [740 * 86400, '2y10d'],
    [8 * 365 * 86400, '8y'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(humanDuration(seconds * 1000)).toBe(text);
  });

  it('is unknown without a moment', () => {
    expect(ageOf(undefined, new Date())).toBe('<unknown>');
    expect(ageOf('never', new Date())).toBe('<unknown>');
  });
});
