import { expect } from '@playwright/test';
import { kubectl } from './support/kubectl';
import {
  chooseNamespace,
  openSecrets,
  rowOf,
  signIn,
  test,
} from './support/portal';

const REFERENCE = {
  apiVersion: 'openchoreo.dev/v1alpha1',
  kind: 'SecretReference',
  metadata: { name: 'e2e-by-kubectl', namespace: 'payments' },
  spec: {
    targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
    template: { type: 'Opaque' },
    data: [
      {
        secretKey: 'token',
        remoteRef: { key: 'secret/payments/generic/e2e-by-kubectl' },
      },
    ],
  },
};

test('what kubectl does in the cluster shows without a reload', async ({
  page,
}) => {
  await signIn(page, 'payments-dev');
  await openSecrets(page);
  await chooseNamespace(page, 'payments');
  await page.getByRole('searchbox').fill('e2e-by-kubectl');
  await expect(page.getByRole('progressbar')).toHaveCount(0);

  kubectl(['create', '-f', '-'], REFERENCE);
  await expect(rowOf(page, 'e2e-by-kubectl')).toBeVisible({ timeout: 30_000 });
  kubectl(['-n', 'payments', 'delete', 'secretreference', 'e2e-by-kubectl']);
  await expect(rowOf(page, 'e2e-by-kubectl')).toBeHidden({ timeout: 30_000 });

  await page.getByRole('searchbox').fill('card-processor-test');
  await expect(rowOf(page, 'card-processor-test')).toContainText('Synced');
  kubectl([
    ...['-n', 'openchoreo-kv-payments', 'patch', 'pushsecret'],
    ...['card-processor-test', '--type=merge', '-p'],
    '{"spec":{"selector":{"secret":{"name":"no-such-secret"}}}}',
  ]);
  await expect(rowOf(page, 'card-processor-test')).not.toContainText('Synced', {
    timeout: 30_000,
  });
});

test('a Secret that kubectl deletes is missed in the details at once', async ({
  page,
}) => {
  await signIn(page, 'payments-dev');
  kubectl([
    ...['-n', 'openchoreo-kv-payments'],
    ...['delete', 'secret', 'registry-payments'],
  ]);
  await page.goto('/settings/secrets/payments/registry-payments');
  const details = page.getByRole('dialog', { name: 'registry-payments' });
  await expect(details.getByText('Source missing').first()).toBeVisible();
});

test('kubectl prints tables of what the portal has made', async () => {
  const printed = kubectl([
    'get',
    'secretreferences,pushsecrets,externalsecrets',
    '-A',
  ]);
  expect(printed).toMatch(/NAMESPACE +NAME +TYPE +PLANE KIND +PLANE/);
  expect(printed).toMatch(/NAMESPACE +NAME +STATUS +READY/);
});
