export { createAuthority, createSigningKeys } from './createAuthority';
export type {
  Authority,
  CertificateRequest,
  IssuedCertificate,
} from './createAuthority';
