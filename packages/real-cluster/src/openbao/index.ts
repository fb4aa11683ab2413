export { startOpenBao } from './startOpenBao';
