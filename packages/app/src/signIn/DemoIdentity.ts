import {
  BackstageUserIdentity,
  DiscoveryApi,
  IdentityApi,
  ProfileInfo,
} from '@backstage/frontend-plugin-api';
import { rememberRole } from './rememberedRole';
import { Role } from './roles';

const RENEW_BEFORE_END_MS = 60_000;

interface Session {
  backstageIdentity: { token: string; identity: BackstageUserIdentity };
  profile: ProfileInfo;
}

/** Options of {@link DemoIdentity.signIn}. */
export interface DemoIdentityOptions {
  role: Role;
  discoveryApi: DiscoveryApi;
}

/** The signed-in user of the demo; renews its token a minute before it ends. */
export class DemoIdentity implements IdentityApi {
  readonly #options: DemoIdentityOptions;
  #session: Session;
  #renewal?: Promise<Session>;

  private constructor(options: DemoIdentityOptions, session: Session) {
    this.#options = options;
    this.#session = session;
  }

  /** Signs in under a role. Throws an error with a sentence for the user when that fails. */
  static async signIn(options: DemoIdentityOptions): Promise<DemoIdentity> {
    return new DemoIdentity(options, await fetchSession(options));
  }

  async getProfileInfo(): Promise<ProfileInfo> {
    return this.#session.profile;
  }

  async getBackstageIdentity(): Promise<BackstageUserIdentity> {
    return this.#session.backstageIdentity.identity;
  }

  async getCredentials(): Promise<{ token?: string }> {
    const { token } = this.#session.backstageIdentity;
    if (endOf(token) - Date.now() < RENEW_BEFORE_END_MS) {
      await this.#renew();
    }
    return { token: this.#session.backstageIdentity.token };
  }

  async signOut(): Promise<void> {
    rememberRole(undefined);
  }

  /** Requests that come meanwhile share one renewal. */
  async #renew(): Promise<void> {
    this.#renewal ??= fetchSession(this.#options).finally(() => {
      this.#renewal = undefined;
    });
    this.#session = await this.#renewal;
  }
}

async function fetchSession(options: DemoIdentityOptions): Promise<Session> {
  const { role, discoveryApi } = options;
  const baseUrl = await discoveryApi.getBaseUrl('auth');
  const response = await fetch(`${baseUrl}/demo/refresh?user=${role}`, {
    // Without it the provider refuses, so that no other site can sign in.
    headers: { 'X-Requested-With': 'XMLHttpRequest' },
    credentials: 'include',
  });
  if (!response.ok) {
    throw new Error(
      `Signing in as ${role} failed: the backend answered ${response.status}.`,
    );
  }
  return response.json();
}

/** When a token ends, in milliseconds since the epoch. */
function endOf(token: string): number {
  const payload = token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
  return JSON.parse(atob(payload)).exp * 1000;
}
