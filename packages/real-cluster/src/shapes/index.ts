export {
  callShapes,
  recordCallShapes,
  recordsCallShapes,
} from './recordCallShapes';
export type { CallLogs, CallSide } from './recordCallShapes';
export { compareShapes } from './compareShapes';
export type { ShapeComparison } from './compareShapes';
