import { LinkDraft } from '@strongroom/backstage-plugin-secrets-common';
import { parsePlane } from '../../presentation';
import { buildOptional, emptyForm, SecretFormValues } from '../SecretForm';

/** A key of the reference, and what it is called where the value is. @internal */
export interface MappedKey {
  key: string;
  sourceKey: string;
}

/** What the form of a link holds: where the reference goes, where the value is, and which keys it takes. @internal */
export interface LinkFormValues extends SecretFormValues {
  source: {
    kind: LinkDraft['source']['kind'];
    path: string;
    namespace: string;
    name: string;
  };
  keys: { mode: LinkDraft['keys']['mode']; mapping: MappedKey[] };
}

/** A form of a link in which nothing has been typed. @internal */
export function emptyLink(
  start: Parameters<typeof emptyForm>[0],
): LinkFormValues {
  return {
    ...emptyForm(start),
    source: { kind: 'path', path: '', namespace: '', name: '' },
    keys: { mode: 'mapping', mapping: [{ key: '', sourceKey: '' }] },
  };
}

/** The body of a link, from what the form holds for the chosen kinds. @internal */
export function buildLink(form: LinkFormValues): LinkDraft {
  const { source, keys } = form;
  return {
    name: form.name,
    type: form.type,
    category: form.category,
    targetPlane: parsePlane(form.plane),
    source:
      source.kind === 'path'
        ? { kind: 'path', path: source.path }
        : { kind: 'secret', namespace: source.namespace, name: source.name },
    keys: {
      mode: keys.mode,
      ...(keys.mode === 'mapping' && {
        mapping: Object.fromEntries(
          keys.mapping.map(({ key, sourceKey }) => [key, sourceKey]),
        ),
      }),
    },
    ...buildOptional(form),
  };
}
