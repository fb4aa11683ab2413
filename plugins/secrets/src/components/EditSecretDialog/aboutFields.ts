import {
  isReservedKey,
  SecretDetails,
  SecretPatch,
} from '@strongroom/backstage-plugin-secrets-common';
import { EditFormValues } from './editForm';

/** What describes a secret besides its labels. @internal */
export const ABOUT_FIELDS = [
  'description',
  'owner',
  'expiresAt',
  'refreshInterval',
] as const;

type AboutField = (typeof ABOUT_FIELDS)[number];

/** What describes a secret, as the form shows it; a day where the secret has a time. */
type About = Record<AboutField, string>;

/** What the form says about the secret. @internal */
export function aboutOfForm(form: EditFormValues): About {
  return {
    description: form.description,
    owner: form.owner,
    expiresAt: form.expiresOn,
    refreshInterval: form.refreshInterval,
  };
}

/** What the secret says about itself. @internal */
export function aboutOfSecret(secret: SecretDetails): About {
  return {
    description: secret.description ?? '',
    owner: secret.owner ?? '',
    expiresAt: secret.expiresAt?.slice(0, 10) ?? '',
    refreshInterval: secret.refreshInterval ?? '',
  };
}

/** Labels of the secret by key, without those that the portal itself keeps. @internal */
export function labelsOfSecret(secret: SecretDetails): Map<string, string> {
  return new Map(
    Object.entries(secret.labels).filter(([key]) => !isReservedKey(key)),
  );
}

/** Labels of the form by key. @internal */
export function labelsOfForm(form: EditFormValues): Map<string, string> {
  return new Map(form.labels.map(({ key, value }) => [key, value]));
}

/** Labels to set, and those to remove as null, to get from one set to another. @internal */
export function diffLabels(
  from: Map<string, string>,
  to: Map<string, string>,
): [string, string | null][] {
  const removed = [...from.keys()].filter(key => !to.has(key));
  const set = [...to].filter(([key, value]) => from.get(key) !== value);
  return [...set, ...removed.map((key): [string, null] => [key, null])];
}

/** The part of a patch that describes the secret: only what differs. @internal */
export function patchAbout(
  form: EditFormValues,
  secret: SecretDetails,
): SecretPatch {
  const before = aboutOfSecret(secret);
  const after = aboutOfForm(form);
  const patch: SecretPatch = {};
  for (const field of ABOUT_FIELDS) {
    if (before[field] !== after[field]) {
      const text = after[field] || null;
      patch[field] = field === 'expiresAt' && text ? `${text}T00:00:00Z` : text;
    }
  }
  const labels = diffLabels(labelsOfSecret(secret), labelsOfForm(form));
  return labels.length > 0
    ? { ...patch, labels: Object.fromEntries(labels) }
    : patch;
}
