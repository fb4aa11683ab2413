import { AuditorService } from '@backstage/backend-plugin-api';
import { Request } from 'express';
import { Caller } from '../secrets';
import { toSecretsError } from './toErrorResponse';

/** Reads are frequent and harmless, changes are neither, and whoever verifies the record may have a reason. */
const SEVERITY: Record<string, 'low' | 'medium'> = {
  'secret-create': 'medium',
  'secret-update': 'medium',
  'secret-delete': 'medium',
  'secret-restore': 'medium',
  'secret-sync': 'medium',
  'secret-adopt': 'medium',
  'reference-link': 'medium',
  'finding-repair': 'medium',
  'record-verify': 'medium',
};

/**
 * Tells Backstage's auditor what was asked for and how it ended. It gets the error of our closed set, never the one from
 * outside, whose text it would log.
 */
export async function auditRequest(
  options: {
    auditor: AuditorService;
    eventId: string | undefined;
    request: Request;
    caller: Caller;
  },
  work: () => Promise<void>,
): Promise<void> {
  const { auditor, eventId, request, caller } = options;
  if (eventId === undefined) {
    await work();
    return;
  }
  const { namespace, name } = request.params;
  const event = await auditor.createEvent({
    eventId,
    severityLevel: SEVERITY[eventId] ?? 'low',
    request,
    meta: {
      actor: caller.actor,
      correlationId: caller.correlationId,
      ...(namespace && { namespace: onOneLine(namespace) }),
      ...(name && { name: onOneLine(name) }),
    },
  });
  try {
    await work();
  } catch (error) {
    const known = toSecretsError(error);
    await event.fail({ error: known, meta: { code: known.code } });
    throw error;
  }
  await event.success();
}

const LONGEST = 253;

/** What stands in a path, as a log can print it: no control character begins another line there. */
function onOneLine(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, encodeURIComponent);
}
