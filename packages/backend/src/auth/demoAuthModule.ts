import { createBackendModule } from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { DEMO_ROLES, DemoRole, isDemoRole } from './demoRoles';

/** Takes the role from `?user=`; the header keeps other sites from signing somebody in. */
const demoAuthenticator = createProxyAuthenticator({
  defaultProfileTransform: async ({ role }: { role: DemoRole }) => ({
    profile: { displayName: role },
  }),
  initialize() {
    if (process.env.NODE_ENV === 'production') {
      throw new Error(
        'The demo sign-in lets anyone in under any role and does not start in production',
      );
    }
  },
  async authenticate({ req }) {
    if (req.header('X-Requested-With') !== 'XMLHttpRequest') {
      throw new AuthenticationError('The header X-Requested-With is missing');
    }
    const role = req.query.user;
    if (!isDemoRole(role)) {
      throw new AuthenticationError(
        `There is no such demo user; known are ${Object.keys(DEMO_ROLES).join(
          ', ',
        )}`,
      );
    }
    return { result: { role } };
  },
});

/** Signs in with a role instead of a password, for the demo. */
export const demoAuthModule = createBackendModule({
  pluginId: 'auth',
  moduleId: 'demo-provider',
  register(reg) {
    reg.registerInit({
      deps: { providers: authProvidersExtensionPoint },
      async init({ providers }) {
        providers.registerProvider({
          providerId: 'demo',
          factory: createProxyAuthProviderFactory({
            authenticator: demoAuthenticator,
            async signInResolver({ result: { role } }, context) {
              const sub = `user:default/${role}`;
              return context.issueToken({
                claims: { sub, ent: [sub, ...DEMO_ROLES[role]] },
              });
            },
          }),
        });
      },
    });
  },
});
