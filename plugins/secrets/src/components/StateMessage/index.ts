export { StateMessage } from './StateMessage';
export { ErrorMessage } from './ErrorMessage';
export { ProblemsBanner } from './ProblemsBanner';
export { describeError } from './describeError';
