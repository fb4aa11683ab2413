import { createSign } from 'node:crypto';

/** A token of an issuer of our own, good for a minute. */
export function signedJwt(privateKey: string, audience: string): string {
  const encode = (part: object) =>
    Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const payload = `${encode({ alg: 'ES256', typ: 'JWT' })}.${encode({
    sub: 'portal',
    aud: audience,
    iat: now,
    exp: now + 60,
  })}`;
  const signature = createSign('SHA256')
    .update(payload)
    .sign({ key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${payload}.${signature.toString('base64url')}`;
}
