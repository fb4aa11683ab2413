import { SecretDraft } from '@strongroom/backstage-plugin-secrets-common';
import { parsePlane } from '../../presentation';
import { buildOptional, collectValues, SecretFormValues } from '../SecretForm';

/** The body of a create, from what the form holds for the chosen type. @internal */
export function buildDraft(form: SecretFormValues): SecretDraft {
  return {
    name: form.name,
    type: form.type,
    category: form.category,
    targetPlane: parsePlane(form.plane),
    data: Object.fromEntries(collectValues(form)),
    ...buildOptional(form),
  };
}
