/** Now, as openchoreo-api writes it: RFC 3339 with nanoseconds and without trailing zeros. */
export function syncTrigger(): string {
  const nanoseconds = process.hrtime.bigint() % 1_000_000n;
  const seconds = new Date().toISOString().replace('Z', '');
  return `${`${seconds}${String(nanoseconds).padStart(6, '0')}`.replace(
    /\.?0+$/,
    '',
  )}Z`;
}
