import { useEffect, useReducer } from 'react';

/** The present time in milliseconds, renewed at least every `intervalMs`, so that ages stay true. @internal */
export function useNow(intervalMs: number): number {
  const [, tick] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(tick, intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return Date.now();
}
