/** JSON as Go writes it: sorted keys, no spaces, HTML escaped, a line end. Fields without a value are left out. */
export function goJson(value: unknown): string {
  return `${encode(value)}\n`;
}

function encode(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(encode).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, field]) => `${quote(key)}:${encode(field)}`);
    return `{${fields.join(',')}}`;
  }
  return typeof value === 'string' ? quote(value) : JSON.stringify(value);
}

function quote(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
