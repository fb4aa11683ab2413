import { HumanDuration } from '@backstage/types';

export interface Config {
  secrets?: {
    /**
     * Switches the feature on or off, true when absent. When it is absent,
     * `openchoreo.features.secretManagement.enabled` counts.
     */
    enabled?: boolean;

    /** Name of the cluster in `clusters` that holds the references. */
    controlPlane?: string;

    /** The clusters that are talked to: the control plane and those of the target planes. */
    clusters?: Array<
      {
        /** Name by which the rest of the configuration refers to the cluster. */
        name: string;
        /**
         * Whether the cluster sees the caller instead of the portal in what a request changes and in the single reads
         * that it needs; false when absent. Its no wins then. Needs the right to impersonate, see `deploy`; not possible
         * behind a gateway. The names are those of the portal (`user:default/…`, `group:default/…`, and subjects of
         * services such as `external:ci`) unless templates say otherwise.
         */
        impersonate?:
          | boolean
          | {
              /** Name of a user, `{ref}` when absent; also `{kind}`, `{namespace}` and `{name}` of the entity. */
              user?: string;
              /** Name of each of his groups, `{ref}` when absent. */
              group?: string;
              /** Name of a service, `{subject}` when absent. */
              service?: string;
            };
        /** Longest time that one call may take, 10 seconds when absent. */
        timeout?: HumanDuration | string;
        /** Calls per second; unlimited when absent. */
        qps?: number;
        /** Calls that may be made at once under `qps`, one second's worth when absent. */
        burst?: number;
      } & (
        | {
            /** With the service account of the pod that the backend runs in. */
            inCluster: true;
          }
        | {
            /** With the credentials of a kubeconfig, which is read again when it changes. */
            kubeconfig: {
              path: string;
              /** The current context when absent. */
              context?: string;
            };
          }
        | {
            /** With a token; the files are read again when they rotate. */
            server: {
              /** An https address. */
              url: string;
              /** PEM file of the certificate authority; the machine's authorities when absent. */
              caFile?: string;
              /** File that holds a bearer token and nothing else. */
              tokenFile?: string;
            };
          }
        | {
            /**
             * Through OpenChoreo's cluster gateway. It leads to planes, each by its kind, plane ID, namespace and
             * name, so the entry stands for the clusters of all planes that are assigned to it (`defaultCluster`,
             * `overrides`, `static`); `qps` and `burst` count per plane. Never the control plane. Changes on such a
             * plane are polled for every 5 seconds; `timeout` must be below 30 seconds. The files are read again when
             * they rotate.
             */
            gateway: {
              /** An https address, such as `https://cluster-gateway.openchoreo.svc:8444`. */
              url: string;
              /** PEM file of the certificate authority; the machine's authorities when absent. */
              caFile?: string;
              /** PEM file of the client certificate. */
              certFile: string;
              /** PEM file of its key. */
              keyFile: string;
            };
          }
      )
    >;

    /** Where target planes come from, and what differs for some of them. */
    planes?: {
      /** Whether OpenChoreo's plane resources are followed where they exist, true when absent. */
      openchoreo?: boolean;
      /** Cluster of planes that no override assigns and whose plane ID is no cluster's name. */
      defaultCluster?: string;
      /** Planes that no resource describes. */
      static?: Array<{
        kind:
          | 'DataPlane'
          | 'ClusterDataPlane'
          | 'WorkflowPlane'
          | 'ClusterWorkflowPlane';
        name: string;
        /** The one namespace that may use a DataPlane or WorkflowPlane; all when absent, which a gateway does not allow. */
        namespace?: string;
        /** Name of a cluster in `clusters`. */
        cluster: string;
        /** Name of the plane's agent at a gateway, the plane's name when absent. Of no use elsewhere. */
        planeID?: string;
        /** Name of the plane's `ClusterSecretStore`. */
        store: string;
        /** Id of the store driver, `external-secrets` when absent. */
        driver?: string;
        /** What the driver needs to know; see the driver. */
        driverConfig?: object;
        /** Most bytes that the values of one secret may have together; what the driver can take when absent. */
        maxBytes?: number;
        /**
         * Names of further `ClusterSecretStore`s that new secrets are pushed to, each with its own state; the plane's own
         * stays the authority. What stands keeps the stores that it was made with. For the driver `external-secrets`.
         */
        alsoPushTo?: string[];
        /**
         * Labels of the plane's namespaces whose Secrets a tenant may link, such as
         * `team={namespace},secrets.example.com/shared`; `openchoreo.dev/namespace={namespace}` when absent. `{namespace}`
         * stands for the tenant, and may be left out only for a plane that one tenant alone may use.
         */
        linkSelector?: string;
      }>;
      /** What differs for planes of OpenChoreo, found by kind and name. */
      overrides?: Array<{
        kind:
          | 'DataPlane'
          | 'ClusterDataPlane'
          | 'WorkflowPlane'
          | 'ClusterWorkflowPlane';
        name: string;
        /** Restricts the override to the plane of one namespace. */
        namespace?: string;
        /** Name of a cluster in `clusters`; the one named like the plane ID when absent. */
        cluster?: string;
        /** Id of the store driver, `external-secrets` when absent. */
        driver?: string;
        /** What the driver needs to know; see the driver. */
        driverConfig?: object;
        /** Most bytes that the values of one secret may have together; what the driver can take when absent. */
        maxBytes?: number;
        /**
         * Names of further `ClusterSecretStore`s that new secrets are pushed to, each with its own state; the plane's own
         * stays the authority. What stands keeps the stores that it was made with. For the driver `external-secrets`.
         */
        alsoPushTo?: string[];
        /**
         * Labels of the plane's namespaces whose Secrets a tenant may link, such as
         * `team={namespace},secrets.example.com/shared`; `openchoreo.dev/namespace={namespace}` when absent. `{namespace}`
         * stands for the tenant, and may be left out only for a plane that one tenant alone may use.
         */
        linkSelector?: string;
      }>;
    };

    /** Which namespaces of the control plane are tenants, and whose. */
    namespaces?: {
      /** Label selector, `openchoreo.dev/control-plane=true` when absent. */
      selector?: string;
      /** Annotation with the entity refs of a namespace's owners, `backstage.io/owner` when absent. */
      ownerAnnotation?: string;
      /** Annotation with the name that people know a namespace by, `openchoreo.dev/display-name` when absent. */
      displayNameAnnotation?: string;
    };

    installation?: {
      /** Written into marks of ownership; required in production. */
      id?: string;
    };

    names?: {
      /**
       * Template of the path in the store by driver id; must contain `{namespace}` followed by `/`, and `{name}`. Also
       * `{segment}` (for the type), `{project}` and `{component}`, which a secret then has to name.
       */
      remoteKey?: { [driver: string]: string };
      /** Template of a secret's name for drafts that name only a component; must contain `{component}`. */
      reference?: string;
      /** Value of the label `openchoreo.dev/managed-by` on what is written here, `openchoreo-api` when absent. */
      managedBy?: string;
      /** Labels and annotations, or prefixes of them such as `kustomize.toolkit.fluxcd.io/*`, by which references made by GitOps are known. */
      gitOps?: string[];
    };

    /** Types that are offered; all five when absent. */
    types?: Array<
      | 'Opaque'
      | 'kubernetes.io/basic-auth'
      | 'kubernetes.io/ssh-auth'
      | 'kubernetes.io/dockerconfigjson'
      | 'kubernetes.io/tls'
    >;

    /** Categories that are offered; both when absent. */
    categories?: Array<'generic' | 'git-credentials'>;

    /** Keys that the backend signs and fingerprints with: the first of each list is used, the others still count. */
    keys?: {
      /**
       * For the chain of the record.
       * @deepVisibility secret
       */
      record?: string[];
      /**
       * For keyed fingerprints of what was sent.
       * @deepVisibility secret
       */
      fingerprint?: string[];
    };

    /** The durable record of who did what. */
    record?: {
      /** Which reads of metadata are recorded, `denied` when absent. */
      reads?: 'none' | 'denied' | 'all';
      /** Where the head of the chain goes besides the auditor, so that a cut end can be noticed. */
      anchor?: {
        /**
         * Address that each head is posted to.
         * @visibility secret
         */
        webhook?: string;
        /** File that each head is appended to. */
        file?: string;
      };
    };

    operations?: {
      /** How long an operation may go without a sign of life before another replica takes it over, 15 seconds when absent. */
      lease?: HumanDuration | string;
      /** How long lists show the outcome of an operation that the index has not seen yet, 2 minutes when absent. */
      overlay?: HumanDuration | string;
      /** Longest time that one call of an operation may take to land after its owner died; the longest timeout of a cluster when absent. */
      requestTimeout?: HumanDuration | string;
      /** Longest time for all effects of one request, 25 seconds when absent. */
      deadline?: HumanDuration | string;
      /** How long the answer to an `Idempotency-Key` is kept, 24 hours when absent. */
      idempotencyTtl?: HumanDuration | string;
    };

    /** Services that may call; every other one is denied. */
    services?: Array<{
      /** Subject of the service's token, such as `external:ci` or `plugin:scaffolder`. */
      subject: string;
      /** Names of permissions, `*` for all. */
      permissions: string[];
      /** Names of namespaces, `*` for all. */
      namespaces: string[];
    }>;

    permissions?: {
      /** How long reads may use a decision again, 3 seconds when absent; writes never do. */
      reuseFor?: HumanDuration | string;
    };

    limits?: {
      /** Largest body of a request, 3 MiB when absent. */
      bodyBytes?: number;
      /** Most keys of one secret, 500 when absent. */
      keys?: number;
    };

    /** Lets the backend start although permissions are switched off, so that everybody may do everything. */
    allowWithoutPermissions?: boolean;
  };
}
