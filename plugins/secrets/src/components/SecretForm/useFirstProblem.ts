import { RefObject, useCallback, useEffect, useState } from 'react';

const INVALID =
  '[aria-invalid="true"], [data-invalid="true"] button, [role="alert"]';

/**
 * A function that moves the focus to the first problem beneath `root`, once what is wrong is on the screen.
 * @internal
 */
export function useFirstProblem(root: RefObject<HTMLElement>): () => void {
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (attempt > 0) {
      const first = root.current?.querySelector<HTMLElement>(INVALID);
      first?.focus();
      // What is wrong stands beneath the field.
      first?.closest('[data-invalid]')?.scrollIntoView?.({ block: 'center' });
    }
  }, [attempt, root]);
  return useCallback(() => setAttempt(count => count + 1), []);
}
