import { Material } from './types';

/**
 * Most bytes that a Kubernetes Secret holds; a larger file is not even read.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#restriction-data-size
 * @internal
 */
export const MAX_FILE_BYTES = 1_048_576;

const CHUNK = 0x8000;

/** Reads a file without changing a byte: no newline is translated, no byte order mark dropped. @internal */
export async function readMaterial(file: File): Promise<Material> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const about = { name: file.name, size: bytes.length };
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    return { text: decoder.decode(bytes), file: about };
  } catch {
    return { text: '', file: { ...about, base64: toBase64(bytes) } };
  }
}

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In pieces, since arguments of a call are limited in number.
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}
