import {
  FieldProblem,
  SecretType,
  StoreCapabilities,
} from '@strongroom/backstage-plugin-secrets-common';
import { SecretValues } from '@strongroom/backstage-plugin-secrets-node';

/** Input of a content check. */
export interface ContentInput {
  type: SecretType;
  /** The bytes as the caller means them, before `storeAs`; all of a secret, or the keys that are being set. */
  values: SecretValues;
  /** Keys whose base64 text is to be stored instead of the bytes. */
  storedAs: Readonly<Record<string, 'base64'>>;
  /** Of the driver of the target plane. */
  capabilities: Pick<StoreCapabilities, 'binary' | 'maxBytes'>;
  /** Limit of the plane, in place of that of the driver. */
  maxBytes?: number;
  now: Date;
}

/** What a content check found. No message holds any part of a value, its length, or text of a parser. */
export interface ContentReport {
  /** Wrong material: the secret would not work. */
  errors: FieldProblem[];
  /** Doubtful material: blocks nothing. */
  warnings: FieldProblem[];
}

/** Texts of a secret by key; values that are no text are left out. */
export type Texts = ReadonlyMap<string, string>;
