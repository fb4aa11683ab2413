import { createBackend } from '@backstage/backend-defaults';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { demoAuthModule } from '../src/auth/demoAuthModule';

/** The demo's backend without anything of ours but the sign-in: what Backstage itself costs. */
const backend = createBackend();
backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(demoAuthModule);
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  createBackendModule({
    pluginId: 'permission',
    moduleId: 'allow-all',
    register(reg) {
      reg.registerInit({
        deps: { policy: policyExtensionPoint },
        async init({ policy }) {
          policy.setPolicy({
            handle: async (): Promise<PolicyDecision> => ({
              result: AuthorizeResult.ALLOW,
            }),
          });
        },
      });
    },
  }),
);
backend.add(import('@backstage/plugin-catalog-backend'));
backend.start();
