import { createPrivateKey } from 'node:crypto';
import { parsePrivateKey } from 'sshpk';
import { ContentFindings } from './ContentFindings';
import { parseOpenSshKey } from './OpenSshKey';
import { isEncryptedPem, isPrivateKey, parsePem, PemBlock } from './parsePem';
import { MIN_RSA_BITS, WEAK_RSA } from './rsa';
import { Texts } from './types';

const PRIVATE_KEY = 'ssh-privatekey';
/** A key of 16,384 bits has 12 kB; what is much longer is no key, and costs time to parse. */
const LONGEST_KEY = 64 * 1024;
const PUBLIC_KEY =
  /^(?:(?:ssh-|ecdsa-sha2-|sk-)[-\w@.]+ +AAAA|---- BEGIN SSH2 PUBLIC KEY)/;
const DAMAGED = 'The private key cannot be read: it is damaged or incomplete.';
const ENCRYPTED =
  'The private key is encrypted: whatever uses it needs its passphrase as well.';
const OUTDATED = 'DSA keys are refused by current versions of OpenSSH.';

/** Checks a private key for SSH, in OpenSSH's own form or PEM, encrypted or not. */
export function checkSshKey(texts: Texts, findings: ContentFindings): void {
  const text = texts.get(PRIVATE_KEY);
  if (text === undefined) {
    return;
  }
  const pem = parsePem(text);
  const block = pem.blocks.find(isPrivateKey);
  if (!block) {
    findings.error(PRIVATE_KEY, explainNoKey(text, pem));
    return;
  }
  if (text.length > LONGEST_KEY) {
    findings.error(
      PRIVATE_KEY,
      'There is far more in it than a private key. Send one key alone.',
    );
    return;
  }
  if (pem.blocks.filter(isPrivateKey).length > 1) {
    findings.warn(
      PRIVATE_KEY,
      'There is more than one private key in it; only the first is used.',
    );
  }
  if (block.label === 'OPENSSH PRIVATE KEY') {
    checkOpenSsh(block, findings);
    if (!text.endsWith('\n')) {
      findings.warn(
        PRIVATE_KEY,
        'The last line has no line break at its end; OpenSSH refuses such a key.',
      );
    }
  } else {
    checkPem(block, findings);
  }
}

function checkOpenSsh(block: PemBlock, findings: ContentFindings): void {
  const key = parseOpenSshKey(block.body);
  if (!key) {
    findings.error(PRIVATE_KEY, DAMAGED);
    return;
  }
  if (key.algorithm.startsWith('sk-')) {
    findings.error(
      PRIVATE_KEY,
      'This key works only together with the hardware token that it was made on.',
    );
    return;
  }
  if (key.isEncrypted) {
    findings.warn(PRIVATE_KEY, ENCRYPTED);
  } else if (!isReadable(() => parsePrivateKey(block.text, 'ssh-private'))) {
    findings.error(PRIVATE_KEY, DAMAGED);
    return;
  }
  warnOfWeakness(key.algorithm === 'ssh-dss', key.rsaBits, findings);
}

function checkPem(block: PemBlock, findings: ContentFindings): void {
  if (isEncryptedPem(block)) {
    findings.warn(PRIVATE_KEY, ENCRYPTED);
    return;
  }
  try {
    const key = createPrivateKey({ key: block.text, format: 'pem' });
    warnOfWeakness(
      key.asymmetricKeyType === 'dsa',
      key.asymmetricKeyType === 'rsa'
        ? key.asymmetricKeyDetails?.modulusLength
        : undefined,
      findings,
    );
  } catch {
    findings.error(PRIVATE_KEY, DAMAGED);
  }
}

function warnOfWeakness(
  isDsa: boolean,
  rsaBits: number | undefined,
  findings: ContentFindings,
): void {
  if (isDsa) {
    findings.warn(PRIVATE_KEY, OUTDATED);
  }
  if (rsaBits !== undefined && rsaBits < MIN_RSA_BITS) {
    findings.warn(PRIVATE_KEY, WEAK_RSA);
  }
}

function explainNoKey(text: string, pem: ReturnType<typeof parsePem>): string {
  if (
    PUBLIC_KEY.test(text.trimStart()) ||
    pem.blocks.some(({ label }) => label.endsWith('PUBLIC KEY'))
  ) {
    return 'This is the public key. Send the private one, usually the file without ".pub".';
  }
  if (text.trimStart().startsWith('PuTTY-User-Key-File')) {
    return 'The key is in the form of PuTTY. Convert it first: puttygen key.ppk -O private-openssh -o key';
  }
  if (pem.hasEscapedLineBreaks) {
    return 'Line breaks are written as "\\n"; send real line breaks.';
  }
  if (pem.isCutOff) {
    return 'The private key is cut off: its END line is missing.';
  }
  return 'This is not a private key of OpenSSH or in PEM form.';
}

function isReadable(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}
