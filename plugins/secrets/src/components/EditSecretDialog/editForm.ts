import {
  SecretDetails,
  SecretType,
} from '@strongroom/backstage-plugin-secrets-common';
import { formatPlane } from '../../presentation';
import { emptyForm, SecretFormValues } from '../SecretForm';
import { EMPTY_MATERIAL, Material } from '../ValueField';
import { labelsOfSecret } from './aboutFields';

/** Whether single keys are changed, or all are replaced at once. @internal */
export type EditMode = 'some' | 'all';

/** What is to become of a key that the secret has. */
interface KeyChange {
  key: string;
  change: 'keep' | 'replace' | 'remove';
  material: Material;
}

/** What the form of a change holds; `pairs` are added keys, or all of them when all are replaced. @internal */
export interface EditFormValues extends SecretFormValues {
  mode: EditMode;
  keys: KeyChange[];
}

/** A form in which nothing has been changed yet. @internal */
export function startEdit(
  secret: SecretDetails,
  mode: EditMode,
): EditFormValues {
  const form: EditFormValues = {
    ...emptyForm({
      namespace: secret.namespace,
      // A type that is not offered here has the fields of a generic secret.
      type: secret.type as SecretType,
      category: secret.category,
    }),
    name: secret.name,
    plane: secret.targetPlane ? formatPlane(secret.targetPlane) : '',
    description: secret.description ?? '',
    owner: secret.owner ?? '',
    expiresOn: secret.expiresAt?.slice(0, 10) ?? '',
    refreshInterval: secret.refreshInterval ?? '',
    labels: Array.from(labelsOfSecret(secret), ([key, value]) => ({
      key,
      value,
    })),
    pairs: [],
    mode: 'some',
    keys: secret.keys.map(key => ({
      key,
      change: 'keep',
      material: EMPTY_MATERIAL,
    })),
  };
  return mode === 'all' ? { ...form, ...switchMode(form, mode) } : form;
}

/** Takes what was typed in one mode over to the other. @internal */
export function switchMode(
  form: EditFormValues,
  mode: EditMode,
): Pick<EditFormValues, 'mode' | 'keys' | 'pairs'> {
  if (mode === 'all') {
    const present = form.keys.map(({ key, material }) => ({ key, material }));
    return { mode, keys: form.keys, pairs: [...present, ...form.pairs] };
  }
  const given = new Map(form.pairs.map(({ key, material }) => [key, material]));
  return {
    mode,
    keys: form.keys.map(({ key }) => {
      const material = given.get(key) ?? EMPTY_MATERIAL;
      return {
        key,
        change: isGiven(material) ? 'replace' : 'keep',
        material,
      };
    }),
    pairs: form.pairs.filter(
      pair => !form.keys.some(({ key }) => key === pair.key),
    ),
  };
}

function isGiven({ text, file, generate }: Material): boolean {
  return text !== '' || file !== undefined || generate !== undefined;
}
