import { RefObject, useEffect, useRef } from 'react';

/**
 * Takes the focus when it appears, for what stands in place of something that had it. For text with `tabIndex={-1}`, not for
 * buttons: those of Material UI break when a script focuses them before their ripple is there.
 * @internal
 */
export function useInitialFocus<T extends HTMLElement>(): RefObject<T> {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
