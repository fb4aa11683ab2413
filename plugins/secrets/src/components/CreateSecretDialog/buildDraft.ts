import { SecretDraft } from '@strongroom/backstage-plugin-secrets-common';
import { parsePlane } from '../../presentation';
import { collectValues, SecretFormValues } from '../SecretForm';

/** The body of a create, from what the form holds for the chosen type. @internal */
export function buildDraft(form: SecretFormValues): SecretDraft {
  return {
    name: form.name,
    type: form.type,
    category: form.category,
    targetPlane: parsePlane(form.plane),
    data: Object.fromEntries(collectValues(form)),
    ...(form.labels.length > 0 && {
      labels: Object.fromEntries(
        form.labels.map(({ key, value }) => [key, value]),
      ),
    }),
    ...(form.description && { description: form.description }),
    ...(form.owner && { owner: form.owner }),
    ...(form.expiresOn && { expiresAt: `${form.expiresOn}T00:00:00Z` }),
    ...(form.refreshInterval && { refreshInterval: form.refreshInterval }),
  };
}
