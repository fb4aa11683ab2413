import { StoreDriverHarness } from './types';

/** Declares a test that gets the harness. */
export type ConformanceTest = (
  name: string,
  run: (harness: StoreDriverHarness) => Promise<void>,
) => void;
