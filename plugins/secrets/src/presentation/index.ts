export { formatAge } from './formatAge';
export { formatBytes } from './formatBytes';
export { formatOwner } from './formatOwner';
export { formatProblem } from './formatProblem';
export { formatPlane, parsePlane } from './planeNames';
export { secretTypeLabel, categoryLabel, sourceLabel } from './labels';
export { useInitialFocus } from './useInitialFocus';
export { useNow } from './useNow';
