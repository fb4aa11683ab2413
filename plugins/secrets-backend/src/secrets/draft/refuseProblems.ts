import { FieldProblem } from '@strongroom/backstage-plugin-secrets-common';
import { SecretsError } from '../../errors';

/** Ends a request whose fields are wrong. @throws SecretsError `InvalidRequest`, or `InvalidSecret` when only material is */
export function refuseProblems(found: {
  errors: FieldProblem[];
  contentErrors: FieldProblem[];
}): void {
  const { errors, contentErrors } = found;
  if (errors.length > 0) {
    throw new SecretsError('InvalidRequest', summarise(errors.length), {
      details: [...errors, ...contentErrors],
    });
  }
  if (contentErrors.length > 0) {
    throw new SecretsError('InvalidSecret', summarise(contentErrors.length), {
      details: contentErrors,
    });
  }
}

function summarise(count: number): string {
  return count === 1
    ? 'One field needs to be corrected.'
    : `${count} fields need to be corrected.`;
}
