export { Occ } from './Occ';
export type { OccOptions } from './Occ';
export type { OccResult } from './types';
