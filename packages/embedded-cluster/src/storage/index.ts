export type * from './types';
export type * from './ResourceStore';
export type { StateFile, StateChange } from './StateFile';
export { openStateFile } from './openStateFile';
export { StatusError } from './StatusError';
export type { Status, StatusCause, StatusDetails } from './StatusError';
