export * from './chooseKeys';
export * from './describeStored';
export * from './explainLink';
export * from './LinksService';
export * from './LinkTable';
export * from './relink';
export * from './types';
