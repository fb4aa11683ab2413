import { SecretDraft } from '@strongroom/backstage-plugin-secrets-common';
import { SecretFormValues } from './formValues';

/** What need not be said about a secret, as far as something was said. @internal */
export function buildOptional(
  form: SecretFormValues,
): Pick<
  SecretDraft,
  | 'labels'
  | 'description'
  | 'owner'
  | 'project'
  | 'component'
  | 'expiresAt'
  | 'refreshInterval'
> {
  return {
    ...(form.labels.length > 0 && {
      labels: Object.fromEntries(
        form.labels.map(({ key, value }) => [key, value]),
      ),
    }),
    ...(form.description && { description: form.description }),
    ...(form.owner && { owner: form.owner }),
    ...(form.project && { project: form.project }),
    ...(form.component && { component: form.component }),
    ...(form.expiresOn && { expiresAt: `${form.expiresOn}T00:00:00Z` }),
    ...(form.refreshInterval && { refreshInterval: form.refreshInterval }),
  };
}
