/** Annotation whose change makes External Secrets push at once. */
export const SYNC_TRIGGER = 'openchoreo.dev/sync-trigger';

/** The time in RFC 3339 with nanoseconds, so that two triggers of one millisecond differ. */
export function nowWithNanoseconds(): string {
  const fraction = String(process.hrtime.bigint() % 1_000_000n).padStart(
    6,
    '0',
  );
  return new Date().toISOString().replace('Z', `${fraction}Z`);
}
