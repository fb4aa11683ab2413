import { EstateView } from './EstateView';

/** Milliseconds that a reference may come later than what it names: other writers make it last. */
const SETTLED_MS = 10_000;

/** Whether something is old enough to be judged: what was just written may be half done, or not told everywhere yet. */
export function isSettled(since: Date | string, { now }: EstateView): boolean {
  return now.getTime() - new Date(since).getTime() >= SETTLED_MS;
}
