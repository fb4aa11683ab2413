import { useCallback, useEffect, useState } from 'react';

const HIDE_AFTER_MS = 30_000;

/**
 * Whether a value is shown. It is hidden again after 30 s, and whenever the tab is hidden.
 * @internal
 */
export function useTimedReveal(): [boolean, () => void] {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    if (!shown) {
      return undefined;
    }
    const hide = () => setShown(false);
    const hideWithTab = () => document.hidden && hide();
    const timer = setTimeout(hide, HIDE_AFTER_MS);
    document.addEventListener('visibilitychange', hideWithTab);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', hideWithTab);
    };
  }, [shown]);
  return [shown, useCallback(() => setShown(now => !now), [])];
}
