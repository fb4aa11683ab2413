const unitSeconds: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/**
 * Reads a duration in the notation of Go, for instance `1h30m` or `15s`.
 *
 * @returns seconds, or `undefined` when it is none
 * @see https://pkg.go.dev/time#ParseDuration
 * @internal
 */
export function parseGoDuration(text: string): number | undefined {
  if (text === '0') {
    return 0;
  }
  if (!/^[+-]?(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+$/.test(text)) {
    return undefined;
  }
  let seconds = 0;
  for (const [, amount, unit] of text.matchAll(
    /(\d+(?:\.\d*)?)(ns|us|µs|ms|s|m|h)/g,
  )) {
    seconds += Number(amount) * unitSeconds[unit];
  }
  return text.startsWith('-') ? -seconds : seconds;
}

/** Writes seconds as Go does: `3600` becomes `1h0m0s`. @internal */
export function formatGoDuration(seconds: number): string {
  if (seconds === 0) {
    return '0s';
  }
  const sign = seconds < 0 ? '-' : '';
  const total = Math.abs(seconds);
  if (total < 1) {
    return `${sign}${Number((total * 1000).toFixed(6))}ms`;
  }
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = `${Number((total % 60).toFixed(9))}s`;
  if (hours) {
    return `${sign}${hours}h${minutes}m${rest}`;
  }
  return minutes ? `${sign}${minutes}m${rest}` : `${sign}${rest}`;
}
