import { spec } from '../schema/openapi.generated';
import { draftOf, linkOf } from './__testUtils__/estate';
import { startPortal } from './__testUtils__/startPortal';
import { startScenarioWorld } from './__testUtils__/startScenarioWorld';
import { PAYMENTS } from './__testUtils__/tenants';

/** What routes take that do not take the draft of a secret, by operation. */
const BODIES: Record<string, unknown> = {
  updateSecret: { description: 'off' },
  replaceSecretData: { data: { token: { value: 'off' } } },
  linkSecret: linkOf('off'),
  repairFinding: { action: 'retry' },
};

describe('the feature', () => {
  it('T36 S2.7: says FeatureDisabled on every route but the settings and health when it is off', async () => {
    const world = await startScenarioWorld();
    for (const off of [
      { secrets: { enabled: false } },
      {
        config: {
          openchoreo: { features: { secretManagement: { enabled: false } } },
        },
      },
    ]) {
      const portal = await startPortal({ ...off, world, off: true });
      const platform = portal.as('platform');
      expect((await platform.get('/config')).body.enabled).toBe(false);
      expect((await platform.get('/health')).status).toBe(200);
      for (const [template, operations] of Object.entries<any>(
        spec.paths as any,
      )) {
        const path = template.replace(/\{[^}]+\}/g, PAYMENTS);
        for (const method of ['get', 'post', 'put', 'patch', 'delete']) {
          if (
            !(method in operations) ||
            ['/config', '/health'].includes(path)
          ) {
            continue;
          }
          const answer = await platform.request(method.toUpperCase(), path, {
            body: operations[method].requestBody
              ? BODIES[operations[method].operationId] ?? draftOf('off')
              : undefined,
          });
          expect({ path, method, code: answer.body.error.code }).toEqual({
            path,
            method,
            code: 'FeatureDisabled',
          });
          expect(answer.status).toBe(403);
        }
      }
      await portal.stop();
    }
    await world.stop();
  }, 120_000);
});
