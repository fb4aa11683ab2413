/** Writers that everybody knows, by the beginning of the name they write under. */
const PROGRAMS: ReadonlyArray<[beginning: string, name: string]> = [
  ['openchoreo-api', 'OpenChoreo'],
  ['kubectl', 'kubectl'],
  ['argocd', 'Argo CD'],
  ['kustomize-controller', 'Flux'],
  ['helm', 'Helm'],
  ['external-secrets', 'External Secrets'],
];

/**
 * The program behind a name in managed fields, in words that may be shown: whoever writes may call himself anything.
 * @public
 */
export function programOf(manager: string | undefined): string {
  const known = PROGRAMS.find(([beginning]) => manager?.startsWith(beginning));
  return known?.[1] ?? 'another program';
}
