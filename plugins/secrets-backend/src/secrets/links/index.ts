export * from './chooseKeys';
export * from './describeStored';
export * from './explainLink';
export * from './LinksService';
export * from './LinkSweep';
export * from './LinkTable';
export * from './relink';
export * from './types';
