import { GeneratedValue } from '@strongroom/backstage-plugin-secrets-common';

/**
 * What a person gave for one value: typed text, the bytes of a file, or how it is to be made on the server.
 * A file that is UTF-8 is kept in `text`, byte for byte; another one in `file.base64`.
 * @internal
 */
export interface Material {
  text: string;
  file?: { name: string; size: number; base64?: string };
  /** Asked for by the person, for bytes that are not UTF-8. */
  storeAs?: 'base64';
  /** The value is made on the server and never seen. */
  generate?: GeneratedValue;
}

/** Nothing given yet. @internal */
export const EMPTY_MATERIAL: Material = { text: '' };
