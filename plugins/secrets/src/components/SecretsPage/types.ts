import {
  ListActivityQuery,
  ListSecretsQuery,
  SecretKeyRef,
} from '@strongroom/backstage-plugin-secrets-common';

/** Columns by which the server sorts. @internal */
export type SecretOrder = NonNullable<ListSecretsQuery['orderBy']>;

/** What narrows and orders the list; kept in the address, so that a link shows the same. @internal */
export interface SecretFilters {
  q?: string;
  type?: ListSecretsQuery['type'];
  category?: ListSecretsQuery['category'];
  plane?: string;
  state?: ListSecretsQuery['state'];
  orderBy: SecretOrder;
  order: 'asc' | 'desc';
}

/** What narrows the activity; kept in the address too. @internal */
export interface ActivityFilters {
  /** Name of a secret, whole. */
  name?: string;
  /** Entity ref or service, whole. */
  actor?: string;
  action?: ListActivityQuery['action'];
  outcome?: ListActivityQuery['outcome'];
  /** First day in UTC, as `yyyy-mm-dd`. */
  since?: string;
  /** Last day in UTC, as `yyyy-mm-dd`. */
  until?: string;
}

/** What of the namespace is shown: its secrets, what is not as it should be, or what was done. @internal */
export type SecretsView = 'list' | 'findings' | 'activity';

/** Where the viewer is: which namespaces are listed, how, and which secret is open. @internal */
export interface SecretsLocation {
  /** The listed namespace; all that the viewer may see when undefined. */
  namespace?: string;
  /** The secret whose details are open. */
  open?: SecretKeyRef;
  view: SecretsView;
  filters: SecretFilters;
  activity: ActivityFilters;
  showNamespace(namespace: string | undefined): void;
  showView(view: SecretsView): void;
  showSecret(ref: SecretKeyRef): void;
  closeSecret(): void;
  setFilters(change: Partial<SecretFilters>): void;
  setActivity(change: ActivityFilters): void;
  /** Address of the details of a secret over the present list. */
  hrefOf(ref: SecretKeyRef): string;
}
