export * from './EstateClock';
export * from './EstateCluster';
export * from './EstateTarget';
export * from './layEstate';
export * from './layFoundations';
export * from './resources';
