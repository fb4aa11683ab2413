import { randomUUID } from 'node:crypto';
import { JsonObject } from './types';

/** The frame that every answer with content has. @internal */
export function envelope(
  content: { data?: JsonObject; auth?: JsonObject; warnings?: string[] } = {},
): JsonObject {
  return {
    request_id: randomUUID(),
    lease_id: '',
    renewable: false,
    lease_duration: 0,
    data: content.data ?? null,
    wrap_info: null,
    warnings: content.warnings ?? null,
    auth: content.auth ?? null,
  };
}
