import { InputError } from '@backstage/errors';
import { RecordHead } from '@strongroom/backstage-plugin-secrets-backend';

/** Reads a head as the log and the anchor have it, `SEQ:MAC`. @throws InputError when it is none */
export function parseHead(text: string): RecordHead {
  const [, seq, mac] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (mac === undefined) {
    throw new InputError(
      'A head is the number of a row, a colon and 64 hexadecimal digits: --head 1200:9f86…',
    );
  }
  return { seq: Number(seq), mac };
}
