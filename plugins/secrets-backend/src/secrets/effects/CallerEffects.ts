import { UserInfoService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import {
  KubernetesClient,
  SecretStore,
} from '@strongroom/backstage-plugin-secrets-node';
import {
  CallerIdentity,
  ClusterRegistry,
  ConnectedPlane,
} from '../../clusters';
import { DefaultReferenceClient, ReferenceClient } from '../../references';
import { Caller } from '../types';

/** What the effects of one request, and the single reads that it needs, go through. */
export interface Effects {
  /** Whether a cluster sees the caller instead of the portal. */
  speakForCaller: boolean;
  references: ReferenceClient;
  /** The store of a plane; `undefined` when the plane has none or is not connected. */
  storeOf(plane: ConnectedPlane): SecretStore | undefined;
  /** The cluster of a plane, for what is no store's; `undefined` when none is configured. */
  clusterOf(plane: ConnectedPlane): KubernetesClient | undefined;
}

/** Options of {@link CallerEffects.create}. */
export interface CallerEffectsOptions {
  clusters: Pick<
    ClusterRegistry,
    'controlPlane' | 'impersonates' | 'speakingFor'
  >;
  userInfo: UserInfoService;
}

/**
 * Puts the caller in the place of the portal's account where the configuration of a cluster says `impersonate`. Index,
 * planes and recovery stay with the account, and what they show or finish passes the portal's own permissions.
 */
export class CallerEffects {
  readonly #clusters: CallerEffectsOptions['clusters'];
  readonly #userInfo: UserInfoService;
  readonly #own: Effects;

  private constructor({ clusters, userInfo }: CallerEffectsOptions) {
    this.#clusters = clusters;
    this.#userInfo = userInfo;
    this.#own = {
      speakForCaller: false,
      references: DefaultReferenceClient.create(clusters.controlPlane),
      storeOf: ({ store }) => store,
      clusterOf: ({ kubernetes }) => kubernetes,
    };
  }

  static create(options: CallerEffectsOptions): CallerEffects {
    return new CallerEffects(options);
  }

  /** Of the portal itself, for what nobody asked for. */
  get own(): Effects {
    return this.#own;
  }

  /** @throws StoreError `Denied` when the caller has a name that a cluster cannot be told */
  async of(caller: Caller): Promise<Effects> {
    const clusters = this.#clusters;
    if (!clusters.impersonates) {
      return this.#own;
    }
    const identity = await this.#identify(caller);
    const { cluster } = clusters.controlPlane;
    const controlPlane = clusters.speakingFor(identity, cluster);
    return {
      speakForCaller: true,
      references: controlPlane
        ? DefaultReferenceClient.create(controlPlane)
        : this.#own.references,
      storeOf: ({ store, kubernetes }) => {
        const speaking =
          kubernetes && clusters.speakingFor(identity, kubernetes.cluster);
        return speaking && store?.through ? store.through(speaking) : store;
      },
      clusterOf: ({ kubernetes }) =>
        kubernetes &&
        (clusters.speakingFor(identity, kubernetes.cluster) ?? kubernetes),
    };
  }

  async #identify({
    actor,
    principal,
    credentials,
  }: Caller): Promise<CallerIdentity> {
    if (principal !== 'user') {
      return { type: 'service', subject: actor };
    }
    const { ownershipEntityRefs } = await this.#userInfo.getUserInfo(
      credentials,
    );
    return {
      type: 'user',
      entityRef: actor,
      groups: ownershipEntityRefs.filter(isGroup),
    };
  }
}

/** What somebody owns things by is himself and his groups; what cannot be read is refused where it is sent. */
function isGroup(ref: string): boolean {
  try {
    return parseEntityRef(ref).kind.toLowerCase() === 'group';
  } catch {
    return true;
  }
}
