export { ActivitySection } from './ActivitySection';
export { ActivityTable } from './ActivityTable';
export { MoreButton } from './MoreButton';
export { RecordVerification } from './RecordVerification';
export { hideBegun } from './hideBegun';
export { RECORDED_ACTIONS, RECORDED_OUTCOMES } from './recordedNames';
