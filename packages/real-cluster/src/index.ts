/**
 * Real API servers, External Secrets and OpenBao for tests.
 *
 * @packageDocumentation
 */
export type * from './types';
export { HttpClient } from './http';
export type { HttpAnswer, HttpCall, HttpClientOptions } from './http';
export { obtainPrograms } from './programs';
export type { ObtainedProgram, ProgramName, Progress } from './programs';
export { connectRealCluster } from './holder';
export { startRealCluster } from './startRealCluster';
