/**
 * Real API servers, External Secrets and OpenBao for tests.
 *
 * @packageDocumentation
 */
export type * from './types';
export { createAuthority } from './certificates';
export type {
  Authority,
  CertificateRequest,
  IssuedCertificate,
} from './certificates';
export { HttpClient } from './http';
export type { HttpAnswer, HttpCall, HttpClientOptions } from './http';
export { startRealOpenBao } from './openbao';
export type { RealOpenBao } from './openbao';
export { findOpenBao, obtainPrograms } from './programs';
export type { ObtainedProgram, ProgramName, Progress } from './programs';
export { connectRealCluster } from './holder';
export { readAuditLog } from './kubernetes';
export { Occ, startOpenChoreo } from './openchoreo';
export type {
  ClusterAccess,
  OccOptions,
  OccResult,
  OpenChoreo,
  OpenChoreoOptions,
  Role,
} from './openchoreo';
export { recordCallShapes, recordsCallShapes } from './shapes';
export type { CallLogs, CallSide } from './shapes';
export { startRealCluster } from './startRealCluster';
export { boundRules, startTestWorld } from './world';
export type {
  AccountManifest,
  StartTestWorldOptions,
  TestCluster,
  TestKv,
  TestObjects,
  TestProgram,
  TestWorld,
} from './world';
