export { administerOpenBao } from './administerOpenBao';
export type { OpenBaoAccess } from './administerOpenBao';
export { startOpenBao } from './startOpenBao';
export { startRealOpenBao } from './startRealOpenBao';
export type { RealOpenBao } from './startRealOpenBao';
