import {
  SecretDraft,
  SecretValidation,
} from '@strongroom/backstage-plugin-secrets-common';
import { MOST_DETAILS } from '../errors';
import { prepareDraft } from './draft/prepareDraft';
import { findPlane } from './findPlane';
import { SecretsContext } from './SecretsContext';

/** Says what a create would refuse and what it would warn of; writes nothing and calls nobody. */
export function validateSecret(
  context: SecretsContext,
  namespace: string,
  draft: SecretDraft,
): SecretValidation {
  const { errors, contentErrors, warnings } = prepareDraft(namespace, draft, {
    plane: findPlane(context, namespace, draft.targetPlane),
    settings: context.settings,
    now: new Date(),
  });
  const all = [...errors, ...contentErrors];
  return {
    valid: all.length === 0,
    errors: all.slice(0, MOST_DETAILS),
    warnings: warnings.slice(0, MOST_DETAILS),
  };
}
