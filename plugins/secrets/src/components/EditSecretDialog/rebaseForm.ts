import { SecretDetails } from '@strongroom/backstage-plugin-secrets-common';
import { EMPTY_MATERIAL } from '../ValueField';
import {
  aboutOfForm,
  aboutOfSecret,
  diffLabels,
  labelsOfForm,
  labelsOfSecret,
} from './aboutFields';
import { EditFormValues } from './editForm';

/**
 * Puts what was typed on top of a secret that has been changed meanwhile: only what was changed here is changed there.
 * A key that was to be replaced and is gone is added again; one that was to be removed and is gone is forgotten.
 * @param base - the secret that the form was decided on
 * @param fresh - the secret as it is now
 * @internal
 */
export function rebaseForm(
  form: EditFormValues,
  base: SecretDetails,
  fresh: SecretDetails,
): EditFormValues {
  return {
    ...form,
    ...rebaseKeys(form, fresh),
    ...rebaseAbout(form, base, fresh),
  };
}

function rebaseKeys(form: EditFormValues, fresh: SecretDetails) {
  const changes = new Map(form.keys.map(change => [change.key, change]));
  const keep = (key: string) => ({
    key,
    change: 'keep' as const,
    material: EMPTY_MATERIAL,
  });
  if (form.mode === 'all') {
    return { keys: fresh.keys.map(key => changes.get(key) ?? keep(key)) };
  }
  const added = new Map(form.pairs.map(pair => [pair.key, pair.material]));
  const keys = fresh.keys.map(key => {
    const material = added.get(key);
    return material
      ? { key, change: 'replace' as const, material }
      : changes.get(key) ?? keep(key);
  });
  const gone = form.keys.filter(
    ({ key, change }) => change === 'replace' && !fresh.keys.includes(key),
  );
  const pairs = [
    ...gone.map(({ key, material }) => ({ key, material })),
    ...form.pairs.filter(({ key }) => !fresh.keys.includes(key)),
  ];
  return { keys, pairs };
}

function rebaseAbout(
  form: EditFormValues,
  base: SecretDetails,
  fresh: SecretDetails,
) {
  const mine = aboutOfForm(form);
  const before = aboutOfSecret(base);
  const now = aboutOfSecret(fresh);
  const choose = (field: keyof typeof mine) =>
    mine[field] === before[field] ? now[field] : mine[field];
  const labels = labelsOfSecret(fresh);
  const wanted = diffLabels(labelsOfSecret(base), labelsOfForm(form));
  for (const [key, value] of wanted) {
    if (value === null) {
      labels.delete(key);
    } else {
      labels.set(key, value);
    }
  }
  return {
    description: choose('description'),
    owner: choose('owner'),
    expiresOn: choose('expiresAt'),
    refreshInterval: choose('refreshInterval'),
    labels: Array.from(labels, ([key, value]) => ({ key, value })),
  };
}
