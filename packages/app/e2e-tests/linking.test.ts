import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';
import { kubectl } from './support/kubectl';
import { readKv } from './support/kvStore';
import { LinkForm } from './support/linkForm';
import { signIn, test } from './support/portal';

const PLANE = /^ClusterDataPlane\/default/;
const PATH = 'secret/payments/generic/card-processor-test';

/** The namespace of the plane in which the components of payments run for trial. */
function stagingNamespace(): string {
  return kubectl([
    'get',
    'namespaces',
    '-l',
    'openchoreo.dev/namespace=payments,openchoreo.dev/environment=staging',
    '-o',
    'jsonpath={.items[0].metadata.name}',
  ]);
}

test.describe('what somebody else keeps', () => {
  test('S2.9: a path of the store is linked with what is said about it, and deleting the link leaves the value', async ({
    page,
  }) => {
    const before = await readKv('payments/generic/card-processor-test');
    await signIn(page, 'payments-dev');
    await page.goto('/settings/secrets/payments');
    const form = await LinkForm.open(page);
    await form.fill('Name', 'e2e-linked-path');
    await form.select('Target plane', PLANE);
    await form.fill('Path', PATH);
    await form.fill('Key', 'key');
    await form.fill('Key there', 'api-key');
    await form.press(/^Description, owner/);
    await form.fill('Description', 'Trial access of the processor');
    await form.fill('Owner', 'group:default/team-payments');
    const looks = await new AxeBuilder({ page })
      .include('[role="dialog"]')
      .analyze();
    expect(looks.violations).toEqual([]);
    const linked = await form.untilLinked('e2e-linked-path');
    await linked.getByRole('button', { name: 'Close' }).click();

    await page.goto('/settings/secrets/payments/e2e-linked-path');
    const details = page.getByRole('dialog', { name: 'e2e-linked-path' });
    await expect(details).toContainText('Trial access of the processor');
    await expect(details).toContainText(PATH);
    await details.getByRole('button', { name: 'Delete' }).click();
    const confirmation = page.getByRole('dialog', { name: /^Delete/ });
    await confirmation.getByRole('textbox').fill('e2e-linked-path');
    await confirmation.getByRole('button', { name: 'Delete' }).click();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    expect(await readKv('payments/generic/card-processor-test')).toEqual(
      before,
    );
  });

  test('S2.9: a Kubernetes Secret of the plane is linked with its keys mapped, and carried to the store', async ({
    page,
  }) => {
    const namespace = stagingNamespace();
    kubectl(['create', '-f', '-'], {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'e2e-left-here', namespace },
      stringData: { DB_USER: 'shop', DB_PASS: 'left-here' },
    });
    await signIn(page, 'payments-dev');
    await page.goto('/settings/secrets/payments');
    const form = await LinkForm.open(page);
    await form.fill('Name', 'e2e-linked-secret');
    await form.select('Target plane', PLANE);
    await form.chooseSource('A Kubernetes Secret of the plane');
    await form.fill('Namespace in the plane', namespace);
    await form.fill('Name of the Kubernetes Secret', 'e2e-left-here');
    await form.fill('Key', 'password');
    await form.fill('Key there', 'DB_PASS');
    const linked = await form.untilLinked('e2e-linked-secret');
    await expect(linked.getByText('Synced')).toBeVisible();
    expect(await readKv('payments/generic/e2e-linked-secret')).toEqual({
      password: 'left-here',
    });
  });

  test('S3.3: what was made by hand is taken over, after it is said what will change', async ({
    page,
  }) => {
    kubectl(['create', '-f', '-'], {
      apiVersion: 'openchoreo.dev/v1alpha1',
      kind: 'SecretReference',
      metadata: { name: 'e2e-hand-made', namespace: 'payments' },
      spec: {
        targetPlane: { kind: 'ClusterDataPlane', name: 'default' },
        template: { type: 'Opaque' },
        data: [
          {
            secretKey: 'api-key',
            remoteRef: { key: PATH, property: 'api-key' },
          },
        ],
      },
    });
    await signIn(page, 'payments-dev');
    await page.goto('/settings/secrets/payments/e2e-hand-made');
    const details = page.getByRole('dialog', { name: 'e2e-hand-made' });
    await expect(details.getByRole('button', { name: 'Edit' })).toBeHidden();
    await details.getByRole('button', { name: 'Take over…' }).click();
    const ways = page.getByRole('dialog', { name: 'Take over e2e-hand-made?' });
    await expect(
      ways.getByRole('list', { name: 'What will change' }),
    ).not.toBeEmpty();
    expect(managedBy('e2e-hand-made')).toBe('');
    await ways.getByRole('button', { name: 'Take over', exact: true }).click();
    await expect(page.getByText('e2e-hand-made is taken over.')).toBeVisible();
    await expect(details.getByRole('button', { name: 'Delete' })).toBeVisible();
    expect(managedBy('e2e-hand-made')).not.toBe('');
  });
});

function managedBy(name: string): string {
  return kubectl([
    ...['get', 'secretreference', name, '-n', 'payments', '-o'],
    'jsonpath={.metadata.labels.openchoreo\\.dev/managed-by}',
  ]);
}
