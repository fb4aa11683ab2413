const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

const MILLISECONDS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};

/**
 * Reads a duration such as `1h0m0s` into milliseconds; `undefined` when it is none.
 * @see https://pkg.go.dev/time#ParseDuration
 */
export function parseDuration(text: string): number | undefined {
  if (text === '0') {
    return 0;
  }
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const part = PART.exec(text);
    if (!part) {
      return undefined;
    }
    total += Number(part[1]) * MILLISECONDS[part[2]];
  }
  return text === '' ? undefined : total;
}

/**
 * The one way of writing a duration, so that `1h`, `60m` and `1h0m0s` compare equal: hours, minutes and seconds, those
 * that are zero left out. What is no duration, or is finer than a millisecond, stays as it is.
 */
export function canonicalDuration(text: string): string {
  const total = parseDuration(text.trim());
  if (total === undefined || !Number.isInteger(total)) {
    return text;
  }
  const hours = Math.floor(total / MILLISECONDS.h);
  const minutes = Math.floor((total % MILLISECONDS.h) / MILLISECONDS.m);
  const seconds = (total % MILLISECONDS.m) / MILLISECONDS.s;
  const parts = [
    hours > 0 ? `${hours}h` : '',
    minutes > 0 ? `${minutes}m` : '',
    seconds > 0 ? `${seconds}s` : '',
  ];
  return parts.join('') || '0s';
}
