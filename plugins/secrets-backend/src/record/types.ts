import { RecordedAction } from '@strongroom/backstage-plugin-secrets-common';

/** Who did it. */
export interface RecordedActor {
  /** Entity ref of a user, subject of a service. */
  actor: string;
  principal: 'user' | 'service' | 'none';
  ip?: string;
  correlationId: string;
}

/** One row, without its place in the chain. Never holds a value. */
export interface RecordEntry extends RecordedActor {
  action: RecordedAction;
  namespace?: string;
  name?: string;
  /** What rules need to decide later who may see the row. */
  attributes?: {
    type?: string;
    category?: string;
    labels?: string[];
    /** Of what is stored once the row's operation has ended, as the driver names it. */
    version?: string;
    /** Path in the store where a value was left; for who may update the secret. */
    remoteKey?: string;
  };
  keys?: string[];
  /** Kind and name, joined by a slash. */
  plane?: string;
  outcome: 'intent' | 'success' | 'failure' | 'denied';
  errorCode?: string;
  reason?: string;
  operationId?: string;
}

/** What rows are looked for; all that are given must hold. Times are written as rows have them. */
export interface RecordFilters {
  namespace?: string;
  name?: string;
  actor?: string;
  action?: string;
  outcome?: string;
  /** Not before. */
  since?: string;
  /** Before. */
  until?: string;
}

/** An end of the chain: which row, and the HMAC that proves all before it. @public */
export interface RecordHead {
  seq: number;
  mac: string;
}

/** A row as the database has it. */
export interface RecordRow {
  seq: number | string;
  time: string;
  actor: string;
  principal: string;
  ip: string | null;
  action: string;
  namespace: string | null;
  name: string | null;
  attributes: string | null;
  keys: string | null;
  plane: string | null;
  outcome: string;
  error_code: string | null;
  reason: string | null;
  correlation_id: string;
  operation_id: string | null;
  key_id: string;
  mac: string;
}
