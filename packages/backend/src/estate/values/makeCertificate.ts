import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const DAY_MS = 86_400_000;
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Certificate and private key, PEM. */
export interface CertificatePair {
  certificate: string;
  key: string;
}

/** Makes a certificate with its key that servers of these hosts could use, signed by itself. */
export async function makeCertificate(
  hosts: string[],
  validDays: number,
): Promise<CertificatePair> {
  const crypto = webcrypto as unknown as Crypto;
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, [
    'sign',
    'verify',
  ]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [hosts[0]] }],
      notBefore: new Date(Date.now() - (90 - Math.min(validDays, 89)) * DAY_MS),
      notAfter: new Date(expiryOf(validDays)),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new x509.SubjectAlternativeNameExtension(
          hosts.map(value => ({ type: 'dns' as const, value })),
        ),
        new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
      ],
    },
    crypto,
  );
  const key = await crypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificate: certificate.toString('pem'),
    key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
  };
}

/** When something that is valid for so many days expires: some hours into the next, so that the count shows for a while. */
export function expiryOf(validDays: number): string {
  const expiry = new Date(Date.now() + (validDays + 0.5) * DAY_MS);
  expiry.setUTCMinutes(0, 0, 0);
  return expiry.toISOString();
}
