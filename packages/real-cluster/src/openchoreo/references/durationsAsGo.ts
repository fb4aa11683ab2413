const units = { h: 3600e9, m: 60e9, s: 1e9, ms: 1e6, us: 1e3, ns: 1 };

/** A duration as Go prints it: `1h` becomes `1h0m0s`. What is no duration stays as it is. */
export function goDuration(text: string): string {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(h|ms|us|ns|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    return text;
  }
  const seconds =
    parts.reduce(
      (sum, [, count, unit]) =>
        sum + Number(count) * units[unit as keyof typeof units],
      0,
    ) / 1e9;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = `${Number((seconds % 60).toFixed(9))}s`;
  if (hours > 0) {
    return `${hours}h${minutes}m${rest}`;
  }
  return minutes > 0 ? `${minutes}m${rest}` : rest;
}

/** The spec of a reference as a program with typed fields writes it back. */
export function durationsAsGo<T extends { refreshInterval?: string }>(
  spec: T,
): T {
  const { refreshInterval } = spec;
  return refreshInterval === undefined
    ? spec
    : { ...spec, refreshInterval: goDuration(refreshInterval) };
}
