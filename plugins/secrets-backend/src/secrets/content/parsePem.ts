const BEGIN = /^-----BEGIN ([A-Z0-9][A-Z0-9 ]*)-----$/;

/** One block of a PEM text. */
export interface PemBlock {
  /** Such as `CERTIFICATE`, `EC PRIVATE KEY`. */
  label: string;
  /** Whether its headers say that it is encrypted, as PKCS#1 keys do; PKCS#8 keys say so in their label. */
  hasEncryptedHeader: boolean;
  /** Base64 lines joined. */
  body: string;
  /** The whole block with plain line breaks. */
  text: string;
}

/** A PEM text taken apart. */
export interface PemText {
  blocks: PemBlock[];
  /** The last block has no end. */
  isCutOff: boolean;
  /** Line breaks are there as the two characters backslash and n. */
  hasEscapedLineBreaks: boolean;
}

/**
 * Finds the blocks of a PEM text; anything between them is skipped, as readers do.
 * @see https://www.rfc-editor.org/rfc/rfc7468
 */
export function parsePem(text: string): PemText {
  const blocks: PemBlock[] = [];
  let label: string | undefined;
  let lines: string[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    const trimmed = line.trim();
    if (label === undefined) {
      label = BEGIN.exec(trimmed.replace(/^\ufeff/, ''))?.[1];
      lines = [];
    } else if (trimmed === `-----END ${label}-----`) {
      blocks.push(createBlock(label, lines));
      label = undefined;
    } else {
      lines.push(trimmed);
    }
  }
  return {
    blocks,
    isCutOff: label !== undefined,
    hasEscapedLineBreaks: blocks.length === 0 && text.includes('-----\\n'),
  };
}

/** Whether the block is a private key of any form. */
export function isPrivateKey({ label }: PemBlock): boolean {
  return label === 'PRIVATE KEY' || label.endsWith(' PRIVATE KEY');
}

/** Whether the block is a private key in a PEM form (not OpenSSH's own) that needs a passphrase. */
export function isEncryptedPem(block: PemBlock): boolean {
  return block.label === 'ENCRYPTED PRIVATE KEY' || block.hasEncryptedHeader;
}

function createBlock(label: string, lines: string[]): PemBlock {
  const headers = lines.filter(line => line.includes(':'));
  return {
    label,
    hasEncryptedHeader: headers.some(
      line => line.startsWith('Proc-Type:') && line.endsWith('ENCRYPTED'),
    ),
    body: lines.filter(line => !line.includes(':')).join(''),
    text: [
      `-----BEGIN ${label}-----`,
      ...lines,
      `-----END ${label}-----`,
      '',
    ].join('\n'),
  };
}
