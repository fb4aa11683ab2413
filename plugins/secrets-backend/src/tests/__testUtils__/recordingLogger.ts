import { LoggerService } from '@backstage/backend-plugin-api';

/** Keeps everything that is logged at any level, as one text to search. */
export function recordingLogger(): LoggerService & { text(): string } {
  const lines: string[] = [];
  const log = (...parts: unknown[]) => {
    lines.push(
      parts
        .map(part =>
          part instanceof Error ? part.stack : JSON.stringify(part),
        )
        .join(' '),
    );
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
