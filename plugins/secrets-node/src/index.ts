/**
 * Extension points and the store-driver contract of the secrets backend.
 *
 * @packageDocumentation
 */
export * from './driver';
export * from './kubernetes';
export * from './values';
