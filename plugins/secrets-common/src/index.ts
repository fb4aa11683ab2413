/**
 * Types, permissions, validation rules and the HTTP client of the secrets plugin.
 *
 * @packageDocumentation
 */
export * from './types';
export * from './permissions';
export * from './vocabulary';
export * from './client';
export * from './validation';
