import { createSign, generateKeyPairSync } from 'node:crypto';

/** An issuer of tokens with a key of its own. */
export interface JwtIssuer {
  /** PEM of the key that verifies its tokens. */
  publicKey: string;
  /** A token for an audience, good for a minute, with further claims. */
  issue(audience: string, claims?: object): string;
}

/** Makes an issuer with a fresh key. */
export function createJwtIssuer(): JwtIssuer {
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
  });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    issue(audience, claims = {}) {
      const now = Math.floor(Date.now() / 1000);
      const payload = [
        { alg: 'ES256', typ: 'JWT' },
        { sub: 'portal', aud: [audience], iat: now, exp: now + 60, ...claims },
      ]
        .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      const signature = createSign('SHA256')
        .update(payload)
        .sign({ key: privateKey, dsaEncoding: 'ieee-p1363' });
      return `${payload}.${signature.toString('base64url')}`;
    },
  };
}
