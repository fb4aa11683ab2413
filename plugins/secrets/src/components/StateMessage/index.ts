export { StateMessage } from './StateMessage';
export { ErrorMessage } from './ErrorMessage';
export { describeError } from './describeError';
