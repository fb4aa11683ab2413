import { X509Certificate } from 'node:crypto';
import { ContentFindings } from './ContentFindings';
import { isPrivateKey, parsePem } from './parsePem';
import { Texts } from './types';

const DAY = 24 * 60 * 60 * 1000;
const SOON = 30 * DAY;
/** Real chains have two to five; each one costs a signature check. */
const LONGEST_CHAIN = 20;

/**
 * Reads the certificates under a key.
 * @returns `undefined` when the key is absent or anything in it cannot be read, which has then been reported
 */
export function parseCertificates(
  key: string,
  texts: Texts,
  findings: ContentFindings,
): X509Certificate[] | undefined {
  const text = texts.get(key);
  if (text === undefined) {
    return undefined;
  }
  const fail = (message: string) => {
    findings.error(key, message);
    return undefined;
  };
  const pem = parsePem(text);
  if (pem.blocks.some(isPrivateKey)) {
    return fail(
      'There is a private key in it. Certificates are not kept secret by those who read them; move the key to "tls.key".',
    );
  }
  if (pem.hasEscapedLineBreaks) {
    return fail('Line breaks are written as "\\n"; send real line breaks.');
  }
  if (pem.isCutOff) {
    return fail('The last certificate is cut off: its END line is missing.');
  }
  if (pem.blocks.length === 0) {
    return fail(
      'This is not a certificate in PEM form ("-----BEGIN CERTIFICATE-----").',
    );
  }
  const certificates: X509Certificate[] = [];
  for (const [index, block] of pem.blocks.entries()) {
    if (block.label !== 'CERTIFICATE') {
      return fail(`Block ${index + 1} is not a certificate.`);
    }
    try {
      certificates.push(new X509Certificate(block.text));
    } catch {
      return fail(
        `Certificate ${index + 1} cannot be read: it is damaged or incomplete.`,
      );
    }
  }
  return certificates;
}

/** Checks that a chain is in order and in date. The first certificate is the server's own. */
export function checkCertificates(
  key: string,
  certificates: X509Certificate[],
  now: Date,
  findings: ContentFindings,
): void {
  if (certificates.length > LONGEST_CHAIN) {
    findings.error(
      key,
      `A chain may have at most ${LONGEST_CHAIN} certificates; a bundle of authorities belongs into "ca.crt".`,
    );
    return;
  }
  for (const [index, certificate] of certificates.entries()) {
    const issuer = certificates[index + 1];
    if (issuer && !isIssuedBy(certificate, issuer)) {
      findings.error(
        key,
        `Certificate ${index + 1} was not issued by certificate ${
          index + 2
        }: each must be followed by the one that issued it.`,
      );
    }
    checkDates(key, certificate, index + 1, now, findings);
  }
}

function isIssuedBy(
  certificate: X509Certificate,
  issuer: X509Certificate,
): boolean {
  try {
    return (
      certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
    );
  } catch {
    // A public key of a kind that cannot sign certificates.
    return false;
  }
}

function checkDates(
  key: string,
  certificate: X509Certificate,
  position: number,
  now: Date,
  findings: ContentFindings,
): void {
  const ends = Date.parse(certificate.validTo);
  const remaining = ends - now.getTime();
  if (remaining <= 0) {
    findings.error(key, `Certificate ${position} has expired.`);
  } else if (remaining < SOON) {
    const days = Math.floor(remaining / DAY);
    findings.warn(
      key,
      `Certificate ${position} expires ${
        days === 0
          ? 'in less than a day'
          : `in ${days} day${days > 1 ? 's' : ''}`
      }.`,
    );
  }
  if (Date.parse(certificate.validFrom) > now.getTime()) {
    findings.warn(key, `Certificate ${position} is not valid yet.`);
  }
}
