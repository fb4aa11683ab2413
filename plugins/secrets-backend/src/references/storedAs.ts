/**
 * Writes which keys are kept as base64 text into the annotation `strongroom.dev/stored-as`: their names, sorted and
 * joined by commas, which no key contains. `undefined` when there are none.
 */
export function formatStoredAs(
  storedAs: Record<string, 'base64'>,
): string | undefined {
  const keys = Object.keys(storedAs).sort();
  return keys.length > 0 ? keys.join(',') : undefined;
}

/** Reads what {@link formatStoredAs} wrote. */
export function parseStoredAs(
  annotation: string | undefined,
): Record<string, 'base64'> {
  const keys = (annotation ?? '').split(',').map(key => key.trim());
  return Object.fromEntries(
    keys.filter(Boolean).map(key => [key, 'base64' as const]),
  );
}
