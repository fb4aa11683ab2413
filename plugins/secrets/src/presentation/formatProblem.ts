import { FieldProblem } from '@strongroom/backstage-plugin-secrets-common';

/** A problem with its field in the reader's words: `tls.crt: …` for `data.tls.crt`. @internal */
export function formatProblem({ field, message }: FieldProblem): string {
  const name = field.replace(/^data\./, '');
  return name ? `${name}: ${message}` : message;
}
