import { generateKeyPairSync, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 3600 * 1000;
const usages = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
};

/** A certificate and its private key, both PEM. @public */
export interface IssuedCertificate {
  cert: string;
  key: string;
}

/** What a certificate is for. @public */
export interface CertificateRequest {
  commonName: string;
  usages: ('server' | 'client')[];
  /** Besides `localhost`. */
  dnsNames?: string[];
  /** By default 127.0.0.1. */
  addresses?: string[];
  /** When it ends, by default in a year. */
  notAfter?: Date;
}

/** Signs certificates for this machine; lives as long as this process. @public */
export interface Authority {
  /** PEM */
  cert: string;
  issue(request: CertificateRequest): Promise<IssuedCertificate>;
}

/** Makes a certificate authority with an ECDSA key, named after whom it vouches for. @public */
export async function createAuthority(subject: string): Promise<Authority> {
  const crypto = webcrypto as unknown as Crypto;
  x509.cryptoProvider.set(crypto);
  const newKeys = () =>
    crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const keys = await newKeys();
  const notBefore = new Date(Date.now() - day);
  const notAfter = new Date(Date.now() + 365 * day);
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: '01',
    // Not the plain name: a certificate whose issuer has its own name counts as signed by itself.
    name: `CN=${subject} authority`,
    notBefore,
    notAfter,
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  let serial = 1;
  const issue = async (request: CertificateRequest) => {
    serial += 1;
    const own = await newKeys();
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: serial.toString(16).padStart(2, '0'),
      subject: `CN=${request.commonName}`,
      issuer: authority.subject,
      notBefore,
      notAfter: request.notAfter ?? notAfter,
      signingAlgorithm: algorithm,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      extensions: [
        new x509.BasicConstraintsExtension(false),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension(
          request.usages.map(usage => usages[usage]),
        ),
        new x509.SubjectAlternativeNameExtension([
          ...(request.addresses ?? ['127.0.0.1']).map(value => ({
            type: 'ip' as const,
            value,
          })),
          ...['localhost', ...(request.dnsNames ?? [])].map(value => ({
            type: 'dns' as const,
            value,
          })),
        ]),
        await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    const key = await crypto.subtle.exportKey('pkcs8', own.privateKey);
    return {
      cert: certificate.toString('pem'),
      key: x509.PemConverter.encode(key, 'PRIVATE KEY'),
    };
  };
  return { cert: authority.toString('pem'), issue };
}

/** An ECDSA key pair, both PEM, with which an API server signs tokens of service accounts. */
export function createSigningKeys(): { publicKey: string; privateKey: string } {
  return generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
