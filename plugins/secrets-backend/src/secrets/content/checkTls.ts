import { createPrivateKey, KeyObject } from 'node:crypto';
import { checkCertificates, parseCertificates } from './checkCertificates';
import { ContentFindings } from './ContentFindings';
import { MIN_RSA_BITS, WEAK_RSA } from './rsa';
import { isEncryptedPem, isPrivateKey, parsePem } from './parsePem';
import { Texts } from './types';

const CERTIFICATE_KEY = 'tls.crt';
const PRIVATE_KEY = 'tls.key';
const AUTHORITY_KEY = 'ca.crt';
/** What TLS servers, those written in Go first, can use. */
const USABLE_KEYS = ['rsa', 'rsa-pss', 'ec', 'ed25519'];

/** Checks a certificate chain, its private key, and that they belong together. */
export function checkTls(
  texts: Texts,
  findings: ContentFindings,
  now: Date,
): void {
  const certificates = parseCertificates(CERTIFICATE_KEY, texts, findings);
  const privateKey = parsePrivateKey(texts.get(PRIVATE_KEY), findings);
  if (certificates) {
    checkCertificates(CERTIFICATE_KEY, certificates, now, findings);
  }
  if (certificates && privateKey) {
    const owner = certificates.findIndex(certificate =>
      certificate.checkPrivateKey(privateKey),
    );
    if (owner < 0) {
      findings.error(
        PRIVATE_KEY,
        `The private key does not belong to the certificate in "${CERTIFICATE_KEY}".`,
      );
    } else if (owner > 0) {
      findings.error(
        CERTIFICATE_KEY,
        `The private key belongs to certificate ${
          owner + 1
        }; that one must come first, followed by those that issued it.`,
      );
    }
  }
  for (const authority of parseCertificates(AUTHORITY_KEY, texts, findings) ??
    []) {
    if (Date.parse(authority.validTo) <= now.getTime()) {
      findings.warn(AUTHORITY_KEY, 'A certificate in it has expired.');
      break;
    }
  }
}

function parsePrivateKey(
  text: string | undefined,
  findings: ContentFindings,
): KeyObject | undefined {
  if (text === undefined) {
    return undefined;
  }
  const fail = (message: string) => {
    findings.error(PRIVATE_KEY, message);
    return undefined;
  };
  const pem = parsePem(text);
  const block = pem.blocks.find(isPrivateKey);
  if (!block) {
    if (pem.hasEscapedLineBreaks) {
      return fail('Line breaks are written as "\\n"; send real line breaks.');
    }
    if (pem.isCutOff) {
      return fail('The private key is cut off: its END line is missing.');
    }
    return fail(
      pem.blocks.length > 0
        ? 'There is no private key in it, but something else; certificates belong into "tls.crt".'
        : 'This is not a private key in PEM form ("-----BEGIN PRIVATE KEY-----").',
    );
  }
  if (isEncryptedPem(block)) {
    return fail(
      'The private key is encrypted, and TLS servers cannot ask for its passphrase. Decrypt it first: openssl pkey -in encrypted.key -out tls.key',
    );
  }
  if (block.label === 'OPENSSH PRIVATE KEY') {
    return fail(
      'The private key is in the form of OpenSSH. Convert a copy first: ssh-keygen -p -m PEM -f tls.key',
    );
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: block.text, format: 'pem' });
  } catch {
    return fail('The private key cannot be read: it is damaged or incomplete.');
  }
  if (!USABLE_KEYS.includes(key.asymmetricKeyType ?? '')) {
    return fail('Only RSA, ECDSA and Ed25519 keys can be used for TLS.');
  }
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < MIN_RSA_BITS) {
    findings.warn(PRIVATE_KEY, WEAK_RSA);
  }
  return key;
}
