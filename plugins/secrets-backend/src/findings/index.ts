export * from './FindFindings';
export * from './FindingsService';
export * from './repair/recallRepair';
export { recordedOf } from './repair/recordedOf';
export * from './repair/RepairFinding';
export * from './repair/repairPlanner';
export * from './SelfRepair';
export * from './types';
export * from './view/readEstate';
