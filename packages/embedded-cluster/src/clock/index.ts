export type { Clock, ClockTimer } from './Clock';
export { SystemClock } from './SystemClock';
export { TestClock } from './TestClock';
