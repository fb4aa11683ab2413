/** Keys that sequences play with. */
export const KEYS = ['a', 'b', 'c'] as const;

/** Users with every right, and one with none. */
export type ModelUser = 'payments-dev' | 'platform' | 'frontend-dev';

/** What happens to the first call outside that an action makes of a kind. */
export interface ModelFault {
  verb: 'get' | 'patch' | 'delete';
  resource: 'secrets' | 'pushsecrets' | 'secretreferences';
  effect: 'refuse' | 'cutAfter' | 'garbage' | 'hang' | 'error';
}

/** What an action does over HTTP, with values by key. */
export type Request =
  | { type: 'create'; set: Record<string, string> }
  | {
      type: 'patch';
      set: Record<string, string>;
      remove: string[];
      stale: boolean;
    }
  | { type: 'replace'; set: Record<string, string>; stale: boolean }
  | { type: 'describe'; text: string; stale: boolean }
  | { type: 'delete'; stale: boolean }
  | { type: 'sync' };

/** One thing that happens in a sequence. */
export type Action =
  | { by: ModelUser; request: Request; fault?: ModelFault }
  /** With `kubectl`: a label of the reference, or the PushSecret goes. */
  | { by: 'kubectl'; does: 'label' | 'losePushSecret' }
  /** Another writer of the same objects updates it, by merge patch and without a look at ours. */
  | { by: 'openchoreo-api'; set: Record<string, string> }
  /** Nobody does anything for a while. */
  | { by: 'clock'; minutes: number }
  /** Whatever runs comes to its end. */
  | { by: 'nobody' };

/** A secret as it may stand: its values by key, or `undefined` for none. */
export type Standing = Record<string, string> | undefined;
