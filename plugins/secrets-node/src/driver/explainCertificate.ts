const UNTRUSTED = 'has a certificate that no trusted authority signed';

/** What Node.js says of a certificate that does not stand verification, and what we say. */
const PROBLEMS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has a certificate that has expired',
  CERT_NOT_YET_VALID: 'has a certificate that is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'has a certificate for another address',
  CERT_SIGNATURE_FAILURE: UNTRUSTED,
  CERT_UNTRUSTED: UNTRUSTED,
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
};

/**
 * Says why a server was not spoken to, when that was for its certificate; names no part of the certificate.
 * @param error - what a connection failed with
 * @returns the end of a sentence about the server, or undefined when it failed for something else
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 * @public
 */
export function explainCertificate(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && Object.hasOwn(PROBLEMS, code)
    ? PROBLEMS[code]
    : undefined;
}
