const uid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** A body without what differs from run to run: uids, times, ports, and of a cursor all but the name it points after. */
export function normalize(value: any): any {
  if (Array.isArray(value)) {
    return value.map(normalize);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [
        key,
        key === 'nextCursor'
          ? `<after ${cursorName(field as string)}>`
          : normalize(field),
      ]),
    );
  }
  if (typeof value !== 'string') {
    return value;
  }
  if (uid.test(value)) {
    return '<uid>';
  }
  return time.test(value)
    ? '<time>'
    : value.replace(/(http:\/\/127\.0\.0\.1:)\d{5}/, '$1<port>');
}

/** The name after which the next page begins. */
export function cursorName(cursor: string): string {
  const { c } = decode(cursor);
  return decode(c).start.replace(/^\/(.*)\0$/, '$1');
}

function decode(text: string): any {
  return JSON.parse(Buffer.from(text, 'base64url').toString());
}
