export { KeyChips } from './KeyChips';
export { KeyChangeList } from './KeyChangeList';
