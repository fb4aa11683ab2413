/**
 * Store driver that writes straight into a KV v2 mount of OpenBao or Vault.
 *
 * @packageDocumentation
 */
export { openBaoModule as default } from './module';
export { OpenBaoDriver } from './OpenBaoDriver';
