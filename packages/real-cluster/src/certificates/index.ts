export { createAuthority, createSigningKeys } from './createAuthority';
export type { Authority } from './createAuthority';
