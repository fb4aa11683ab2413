import { Detector } from '../types';

const DAY_MS = 86_400_000;
const EXPIRING_DAYS = 30;

/** A secret whose declared end is near, or past. */
export const expiringCertificate: Detector = {
  kind: 'ExpiringCertificate',
  *detect(view) {
    for (const row of view.rows) {
      const end = Date.parse(row.expiresAt ?? '');
      const days = (end - view.now.getTime()) / DAY_MS;
      if (days <= EXPIRING_DAYS) {
        const what =
          row.type === 'kubernetes.io/tls' ? 'The certificate' : 'The secret';
        yield {
          kind: 'ExpiringCertificate',
          severity: days <= 0 ? 'error' : 'warning',
          identity: [row.uid, row.expiresAt ?? ''],
          namespace: row.namespace,
          name: row.name,
          row,
          plane: row.targetPlane,
          since: new Date(end - EXPIRING_DAYS * DAY_MS),
          sentence:
            days <= 0
              ? `${what} has expired, as was declared when it was set.`
              : `${what} expires in ${inDays(days)}.`,
          remedy: 'Set the new value, and the new day with it.',
        };
      }
    }
  },
};

function inDays(days: number): string {
  const whole = Math.floor(days);
  if (whole < 1) {
    return 'less than a day';
  }
  return whole === 1 ? '1 day' : `${whole} days`;
}
