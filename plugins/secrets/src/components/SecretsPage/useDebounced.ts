import { useEffect, useState } from 'react';

/**
 * Text that is typed, handed on when it has rested for `delayMs`.
 * A value that changes from outside replaces the text.
 * @internal
 */
export function useDebounced(
  value: string,
  onSettled: (value: string) => void,
  delayMs: number,
): [string, (text: string) => void] {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) {
      return undefined;
    }
    const timer = setTimeout(() => onSettled(text), delayMs);
    return () => clearTimeout(timer);
  }, [text, value, onSettled, delayMs]);
  return [text, setText];
}
