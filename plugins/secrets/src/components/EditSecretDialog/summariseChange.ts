import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import {
  ABOUT_FIELDS,
  aboutOfForm,
  aboutOfSecret,
  diffLabels,
  labelsOfForm,
  labelsOfSecret,
} from './aboutFields';
import { collectSent } from './buildChange';
import { EditFormValues } from './editForm';

/** Something that describes the secret, before and after; empty for nothing. @internal */
export interface AboutChange {
  field: (typeof ABOUT_FIELDS)[number] | 'label';
  /** Which label. */
  label?: string;
  from: string;
  to: string;
}

/** What a change does, in names of keys and never in values. @internal */
export interface ChangeSummary {
  added: string[];
  replaced: string[];
  removed: string[];
  /** Stay as they are, unseen. */
  kept: string[];
  about: AboutChange[];
}

/** Says what the form would change in a secret. @internal */
export function summariseChange(
  form: EditFormValues,
  secret: SecretDetails,
): ChangeSummary {
  const sent = collectSent(form).map(([key]) => key);
  const removed =
    form.mode === 'all'
      ? secret.keys.filter(key => !sent.includes(key))
      : form.keys
          .filter(({ change }) => change === 'remove')
          .map(({ key }) => key);
  return {
    added: sent.filter(key => !secret.keys.includes(key)),
    replaced: sent.filter(key => secret.keys.includes(key)),
    removed,
    kept: secret.keys.filter(
      key => !sent.includes(key) && !removed.includes(key),
    ),
    about: form.mode === 'all' ? [] : listAboutChanges(form, secret),
  };
}

/** Whether a summary says that nothing happens. @internal */
export function isNoChange(summary: ChangeSummary): boolean {
  const { added, replaced, removed, about } = summary;
  return [added, replaced, removed, about].every(({ length }) => length === 0);
}

function listAboutChanges(
  form: EditFormValues,
  secret: SecretDetails,
): AboutChange[] {
  const before = aboutOfSecret(secret);
  const after = aboutOfForm(form);
  const fields = ABOUT_FIELDS.filter(
    field => before[field] !== after[field],
  ).map(field => ({ field, from: before[field], to: after[field] }));
  const present = labelsOfSecret(secret);
  const labels = diffLabels(present, labelsOfForm(form)).map(([label, to]) => ({
    field: 'label' as const,
    label,
    from: present.get(label) ?? '',
    to: to ?? '',
  }));
  return [...fields, ...labels];
}
