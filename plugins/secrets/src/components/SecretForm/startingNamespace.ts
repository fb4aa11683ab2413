import { Namespace } from '@strongroom/backstage-plugin-secrets-common';

/** Name of the namespace that a form begins with: the wanted one, or the only one, or none. @internal */
export function startingNamespace(
  namespaces: Namespace[],
  wanted: string | undefined,
): string {
  const found = namespaces.find(({ name }) => name === wanted);
  return found?.name ?? (namespaces.length === 1 ? namespaces[0].name : '');
}
