/** A size in bytes, KiB or MiB, with at most one digit after the point. @internal */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) {
    return `${bytes} B`;
  }
  const kibibytes = bytes / 1024;
  return kibibytes < 1024
    ? `${trim(kibibytes)} KiB`
    : `${trim(kibibytes / 1024)} MiB`;
}

function trim(value: number): string {
  return String(Number(value.toFixed(1)));
}
