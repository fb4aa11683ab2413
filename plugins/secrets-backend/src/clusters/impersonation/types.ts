/** Who asks, as the portal knows him. */
export type CallerIdentity =
  | {
      type: 'user';
      /** Entity ref. */
      entityRef: string;
      /** Entity refs of his groups. */
      groups: string[];
    }
  | {
      type: 'service';
      /** Such as `external:ci` or `plugin:scaffolder`. */
      subject: string;
    };

/** How the portal's names become a cluster's: templates of `secrets.clusters[].impersonate`. */
export interface ImpersonationTemplates {
  user: string;
  group: string;
  service: string;
}

/** Whom a cluster is told to see instead of the portal. */
export interface ClusterIdentity {
  user: string;
  groups: string[];
}
