import { InputError } from '@backstage/errors';
import { RecordHead } from './types';

/** Reads a head as log, anchor and route have it, `SEQ:MAC`. @throws InputError when it is none @public */
export function parseHead(text: string): RecordHead {
  const [, seq, mac] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (mac === undefined) {
    throw new InputError(
      'A head is the number of a row, a colon and 64 hexadecimal digits: 1200:9f86…',
    );
  }
  return { seq: Number(seq), mac };
}
