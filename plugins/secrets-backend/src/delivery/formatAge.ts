const UNITS: Array<[name: string, seconds: number]> = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** Says how long something took, in its largest whole unit: `5 minutes`. */
export function formatAge(from: Date, to: Date): string {
  const seconds = Math.max(
    0,
    Math.round((to.getTime() - from.getTime()) / 1000),
  );
  for (const [name, size] of UNITS) {
    const count = Math.floor(seconds / size);
    if (count > 0) {
      return `${count} ${name}${count === 1 ? '' : 's'}`;
    }
  }
  return `${seconds} second${seconds === 1 ? '' : 's'}`;
}
