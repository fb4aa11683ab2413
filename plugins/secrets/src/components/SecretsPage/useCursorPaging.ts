import { useState } from 'react';

const FIRST: (string | undefined)[] = [undefined];

/** Position in a list that is paged by cursors. @internal */
export interface CursorPaging {
  /** From 0. */
  page: number;
  /** Cursor of this page; undefined on the first. */
  cursor: string | undefined;
  next(cursor: string): void;
  previous(): void;
}

/**
 * Keeps the cursors of the pages gone through, since a cursor only leads forward.
 * Starts over whenever `listKey` changes.
 * @internal
 */
export function useCursorPaging(listKey: string): CursorPaging {
  const [state, setState] = useState({ listKey, cursors: FIRST });
  const cursors = state.listKey === listKey ? state.cursors : FIRST;
  return {
    page: cursors.length - 1,
    cursor: cursors[cursors.length - 1],
    next: cursor => setState({ listKey, cursors: [...cursors, cursor] }),
    previous: () => setState({ listKey, cursors: cursors.slice(0, -1) }),
  };
}
