const UNIT_NANOSECONDS: Record<string, bigint> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const SECOND = UNIT_NANOSECONDS.s;
const LONGEST = 2n ** 63n - 1n;
const PART = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
const WHOLE = new RegExp(`^(?:${PART.source})+$`);

/**
 * Says what is wrong with a duration, such as `30s`, `15m` or `1h30m`; `undefined` when nothing is.
 * @see https://pkg.go.dev/time#ParseDuration
 * @public
 */
export function explainDuration(text: string): string | undefined {
  const nanoseconds = parseDuration(text);
  if (nanoseconds === undefined) {
    return 'Write a duration such as 30s, 15m, 1h or 1h30m.';
  }
  return nanoseconds < SECOND
    ? 'The duration must be at least one second.'
    : undefined;
}

/**
 * One spelling for equal durations: `1h0m0s` and `60m` become `1h`. What is no duration is given back as it is.
 * @public
 */
export function canonicaliseDuration(text: string): string {
  const total = parseDuration(text);
  if (total === undefined) {
    return text;
  }
  const hours = total / UNIT_NANOSECONDS.h;
  const minutes = (total % UNIT_NANOSECONDS.h) / UNIT_NANOSECONDS.m;
  const rest = total % UNIT_NANOSECONDS.m;
  const fraction = (rest % SECOND).toString().padStart(9, '0');
  const seconds = `${rest / SECOND}.${fraction}`.replace(/\.?0+$/, '');
  const parts = [
    hours > 0n ? `${hours}h` : '',
    minutes > 0n ? `${minutes}m` : '',
    rest > 0n ? `${seconds}s` : '',
  ].join('');
  return parts || '0s';
}

function parseDuration(text: string): bigint | undefined {
  if (text === '0') {
    return 0n;
  }
  if (!WHOLE.test(text)) {
    return undefined;
  }
  let total = 0n;
  for (const [, amount, unit] of text.matchAll(PART)) {
    const [whole, fraction = ''] = amount.split('.');
    const scale = 10n ** BigInt(fraction.length);
    total += (BigInt(`0${whole}${fraction}`) * UNIT_NANOSECONDS[unit]) / scale;
  }
  return total <= LONGEST ? total : undefined;
}
