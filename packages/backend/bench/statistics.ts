/** The value below which a share of the samples lies. */
export function quantile(samples: number[], share: number): number {
  const sorted = [...samples].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Milliseconds with one decimal: median, and the 95th of a hundred. */
export function describeTimes(samples: number[]): string {
  const of = (share: number) => quantile(samples, share).toFixed(1);
  return `${of(0.5)} ms (95 %: ${of(0.95)} ms)`;
}

/** Seconds with one decimal. */
export function describeSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
