import { LABELS } from '@strongroom/backstage-plugin-secrets-common';

/** Domains whose labels and annotations belong to a program; their subdomains too. */
const OWNED_DOMAINS = [
  'openchoreo.dev',
  'strongroom.dev',
  'external-secrets.io',
];
/** Domains of Kubernetes itself; `app.kubernetes.io` and other subdomains are for users. */
const EXACT_DOMAINS = ['kubernetes.io', 'k8s.io'];

/** Reserved, but what a user says with them is worth showing. */
const SHOWN: readonly string[] = [LABELS.project, LABELS.component];

/** Whether a label or annotation key is set by a program and not by a user. */
export function isProgramKey(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash < 0) {
    return false;
  }
  const domain = key.slice(0, slash).toLowerCase();
  return (
    EXACT_DOMAINS.includes(domain) ||
    OWNED_DOMAINS.some(
      owned => domain === owned || domain.endsWith(`.${owned}`),
    )
  );
}

/** The labels that are shown: the user's, with project and component. */
export function shownLabels(
  labels: Record<string, string> | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels ?? {}).filter(
      ([key]) => SHOWN.includes(key) || !isProgramKey(key),
    ),
  );
}
