import { LoggerService } from '@backstage/backend-plugin-api';

/**
 * Keeps everything that is logged at any level, as one text to search. Nothing is escaped: what a plain format would print
 * as a line of its own is one here too.
 */
export function recordingLogger(): LoggerService & { text(): string } {
  const lines: string[] = [];
  const log = (...parts: unknown[]) => {
    lines.push(parts.map(render).join(' '));
  };
  const logger = {
    error: log,
    warn: log,
    info: log,
    debug: log,
    child: () => logger,
    text: () => lines.join('\n'),
  };
  return logger;
}

function render(part: unknown): string {
  if (part instanceof Error) {
    return `${part.stack}`;
  }
  return typeof part === 'object' && part !== null
    ? Object.entries(part)
        .map(([key, value]) => `${key}=${render(value)}`)
        .join(' ')
    : String(part);
}
