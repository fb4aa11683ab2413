import { ANNOTATIONS } from '@strongroom/backstage-plugin-secrets-common';
import {
  LinkedSource,
  ObjectMeta,
  ObjectRef,
  StoredSecretRef,
} from '@strongroom/backstage-plugin-secrets-node';

/** Longest name of a PushSecret. */
const MAX_NAME_LENGTH = 253;

/**
 * Where the PushSecret of a link stands: beside the Secret that it selects. Several tenants may link Secrets of one
 * namespace, and namespaces have no dots, so this name is that of one secret alone.
 */
export function linkPlace(
  { namespace, name }: Pick<StoredSecretRef, 'namespace' | 'name'>,
  source: LinkedSource,
): ObjectRef {
  return { namespace: source.namespace, name: `${namespace}.${name}` };
}

/** What says on a PushSecret whose link it is. */
export function linkMark({
  namespace,
  name,
}: Pick<StoredSecretRef, 'namespace' | 'name'>): Record<string, string> {
  return { [ANNOTATIONS.linkOf]: `${namespace}/${name}` };
}

/** The secret that a PushSecret says it is the link of; `undefined` when it says none, or stands under another name. */
export function linkOf(
  metadata: ObjectMeta,
): { namespace: string; name: string } | undefined {
  const [namespace, name, ...rest] = (
    metadata.annotations?.[ANNOTATIONS.linkOf] ?? ''
  ).split('/');
  const isLink =
    namespace &&
    name &&
    rest.length === 0 &&
    metadata.name === `${namespace}.${name}`;
  return isLink ? { namespace, name } : undefined;
}

/** Says why the PushSecret of a link could not be named; `undefined` when it can. */
export function explainLinkName({
  namespace,
  name,
}: {
  namespace: string;
  name: string;
}): string | undefined {
  const room = MAX_NAME_LENGTH - namespace.length - 1;
  return name.length <= room
    ? undefined
    : `The name has ${name.length} characters; a link of this namespace may have at most ${room}.`;
}
