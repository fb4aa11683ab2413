export * from './EstateClock';
export * from './layEstate';
export * from './layFoundations';
