import { StoreError } from '@strongroom/backstage-plugin-secrets-node';
import { HttpAnswer } from '../connection/HttpConnection';
import { Call, toStoreError } from './toStoreError';

/** What the way to an API server changes about talking to it. */
export interface Route {
  /** @throws StoreError `Invalid` for a path that would not arrive as it is */
  checkPath(call: Call, path: string): void;
  /** Says what a refusal means, in our words. */
  toError(call: Call, answer: HttpAnswer): StoreError;
  /** Watches whose events come together at their end. */
  polls?: {
    /** How long the API server is asked to keep one. */
    seconds: number;
    /** Milliseconds until its answer must have begun. */
    answerMs: number;
  };
}

/** Nothing stands between us and the API server. */
export const directRoute: Route = {
  checkPath: () => undefined,
  toError: toStoreError,
};
