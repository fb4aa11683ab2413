import { SecretBytes } from './types';
import { VaultError } from './vault/VaultError';

/** The part of a template that is understood. @internal */
export interface SecretTemplate {
  type?: string;
  mergePolicy?: 'Replace' | 'Merge';
  metadata?: {
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  data?: Record<string, string>;
  templateFrom?: unknown[];
}

/**
 * The data of a Secret after its template: `{{ .key }}` is replaced, other
 * actions of Go templates are refused.
 *
 * @throws VaultError
 * @internal
 */
export function renderTemplate(
  template: SecretTemplate | undefined,
  values: SecretBytes,
): SecretBytes {
  const templates = Object.entries(template?.data ?? {});
  if (template?.templateFrom?.length) {
    throw new VaultError('error fetching templateFrom data: not supported');
  }
  const keepsValues =
    templates.length === 0 || template?.mergePolicy === 'Merge';
  const rendered: SecretBytes = new Map(keepsValues ? values : []);
  for (const [key, text] of templates) {
    rendered.set(key, Buffer.from(renderText(key, text, values)));
  }
  return rendered;
}

function renderText(key: string, text: string, values: SecretBytes): string {
  return text.replace(/\{\{(.*?)\}\}/gs, (_match, action: string) => {
    const name = /^-?\s*\.([A-Za-z_]\w*)(?:\s*\|\s*toString)?\s*-?$/.exec(
      action.trim(),
    )?.[1];
    const value = name === undefined ? undefined : values.get(name);
    if (value === undefined) {
      throw new VaultError(
        `could not execute template: unable to execute template at key ${key}`,
      );
    }
    return value.toString('utf8');
  });
}
