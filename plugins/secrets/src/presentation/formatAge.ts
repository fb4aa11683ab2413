const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/**
 * Says how long ago, or in how long, a time is: `5 minutes ago`, `in 9 days`.
 * @param time - RFC 3339
 * @param now - milliseconds since the epoch
 * @internal
 */
export function formatAge(time: string, now: number): string {
  const difference = Math.round((Date.parse(time) - now) / 1000);
  // Clocks differ a little: nothing here happens within seconds from now.
  const seconds = difference > 0 && difference < 60 ? 0 : difference;
  const [unit, length] =
    UNITS.find(([, size]) => Math.abs(seconds) >= size) ??
    UNITS[UNITS.length - 1];
  const format = new Intl.RelativeTimeFormat(undefined, {
    numeric: 'auto',
    style: 'short',
  });
  return format.format(Math.trunc(seconds / length), unit);
}
