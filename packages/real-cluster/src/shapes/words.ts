import type { LoggedRequest } from '@strongroom/embedded-cluster';

const metadataAlone = /as=PartialObjectMetadata/;

/** The media types of a request, where they are not those that go without saying. */
export function mediaWords({ contentType, accept }: LoggedRequest): string[] {
  const [sent] = contentType.split(';');
  return [
    ...(sent && sent !== 'application/json' ? [`sends ${sent}`] : []),
    ...(metadataAlone.test(accept) ? ['wants metadata alone'] : []),
  ];
}

/** A body as far as it is a JSON object. */
export function parseBody(text: string | undefined): Record<string, unknown> {
  try {
    return asGiven(JSON.parse(text || '{}'));
  } catch {
    return {};
  }
}

/** An object to read fields of, whatever was given. */
export function asGiven(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
