export { describeKvRequest } from './describeKvRequest';
export { kvStatusFault } from './kvStatusFault';
export { startKvServer } from './startKvServer';
export { formatGoDuration, parseGoDuration } from './goDuration';
export type { KvServer, KvTokenOptions, StartKvServerOptions } from './types';
