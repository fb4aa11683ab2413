export { findOpenBao, obtainPrograms } from './obtainPrograms';
export type { ObtainedProgram, ProgramName, Progress } from './types';
