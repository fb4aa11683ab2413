/**
 * The conformance suite that every store driver passes.
 *
 * @packageDocumentation
 */
export * from './conformance';
