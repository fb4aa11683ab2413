export { administerOpenBao } from './administerOpenBao';
export type { OpenBaoAccess } from './administerOpenBao';
export { startOpenBao } from './startOpenBao';
