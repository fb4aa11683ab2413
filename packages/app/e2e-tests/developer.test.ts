import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { browserSinks } from './support/browserSinks';
import { CreateForm } from './support/createForm';
import { encodingsOf } from './support/encodingsOf';
import { readKv } from './support/kvStore';
import { makeMaterial, Material } from './support/material';
import {
  chooseNamespace,
  openSecrets,
  rowOf,
  signIn,
  test,
} from './support/portal';

const CANARY = `canary-${randomUUID()}`;
const PLANE = /^ClusterDataPlane\/default/;

test.describe('payments-dev', () => {
  let material: Material;

  test.beforeAll(() => {
    material = makeMaterial(CANARY);
  });

  test.afterAll(() => {
    material.remove();
  });

  test('S2.8 S2.10 T5: creates each type from files, sees it arrive, finds it, deletes it, and leaves no value behind', async ({
    page,
    network,
  }) => {
    await signIn(page, 'payments-dev');
    await openSecrets(page);
    await chooseNamespace(page, 'payments');

    await test.step('generic, from a file', async () => {
      const form = await CreateForm.open(page);
      await form.fill('Name', 'e2e-generic');
      await form.select('Target plane', PLANE);
      await form.fill('Key', 'licence-file');
      await form.chooseFile('Value', material.license);
      await form.submit();
      await form.untilSynced();
      expect(await readKv('payments/generic/e2e-generic')).toEqual({
        'licence-file': material.read(material.license),
      });
    });

    await test.step('basic auth', async () => {
      const form = await CreateForm.open(page);
      await form.fill('Name', 'e2e-basic');
      await form.select('Type', 'Basic auth');
      await form.select('Category', 'Git credentials');
      await form.select('Target plane', PLANE);
      await form.fill('User name', 'deployer');
      await form.fill('Password', CANARY);
      await form.submit();
      await form.untilSynced();
      expect(await readKv('payments/basic-auth/e2e-basic')).toEqual({
        username: 'deployer',
        password: CANARY,
      });
    });

    await test.step('SSH key, from a file', async () => {
      const form = await CreateForm.open(page);
      await form.fill('Name', 'e2e-ssh');
      await form.select('Type', 'SSH key');
      await form.select('Target plane', PLANE);
      await form.chooseFile('SSH private key', material.sshKey);
      await form.submit();
      await form.untilSynced();
      expect(await readKv('payments/ssh-auth/e2e-ssh')).toEqual({
        'ssh-privatekey': material.read(material.sshKey),
      });
    });

    await test.step('Docker registry, from a config file', async () => {
      const form = await CreateForm.open(page);
      await form.fill('Name', 'e2e-docker');
      await form.select('Type', 'Docker registry');
      await form.select('Target plane', PLANE);
      await form.choose('Docker config file');
      await form.chooseFile('config.json', material.dockerConfig);
      await form.submit();
      await form.untilSynced();
      expect(await readKv('payments/registry/e2e-docker')).toEqual({
        '.dockerconfigjson': material.read(material.dockerConfig),
      });
    });

    await test.step('TLS, from two files', async () => {
      const form = await CreateForm.open(page);
      await form.fill('Name', 'e2e-tls');
      await form.select('Type', 'TLS');
      await form.select('Target plane', PLANE);
      await form.chooseFile('Certificate', material.certificate);
      await form.chooseFile('Private key', material.certificateKey);
      await form.submit();
      await form.untilSynced();
      expect(await readKv('payments/tls/e2e-tls')).toEqual({
        'tls.crt': material.read(material.certificate),
        'tls.key': material.read(material.certificateKey),
      });
    });

    await test.step('all are listed, and one is found by a key name', async () => {
      await page.getByRole('searchbox').fill('e2e-');
      for (const name of ['generic', 'basic', 'ssh', 'docker', 'tls']) {
        await expect(rowOf(page, `e2e-${name}`)).toContainText('Synced');
      }
      await page.getByRole('searchbox').fill('licence-file');
      await expect(rowOf(page, 'e2e-generic')).toBeVisible();
      await expect(rowOf(page, 'e2e-tls')).toBeHidden();
    });

    await test.step('deleted only when the store has confirmed', async () => {
      await page.getByRole('link', { name: 'e2e-generic' }).click();
      await page.getByRole('button', { name: 'Delete' }).click();
      const confirmation = page.getByRole('dialog', { name: /^Delete/ });
      const confirm = confirmation.getByRole('button', { name: 'Delete' });
      await expect(confirm).toBeDisabled();
      await confirmation.getByRole('textbox').fill('e2e-generic');
      await confirm.click();
      await expect(page.getByRole('dialog')).toBeHidden();
      await expect(rowOf(page, 'e2e-generic')).toBeHidden();
      expect(await readKv('payments/generic/e2e-generic')).toBeUndefined();
    });

    await test.step('nothing of a value is left', async () => {
      const sinks = (await browserSinks(page)) + (await network.text());
      for (const form of encodingsOf(CANARY)) {
        expect(sinks.includes(form)).toBe(false);
      }
    });
  });

  test('T38: a key that does not fit its certificate is refused at its field, and nothing typed is lost', async ({
    page,
  }) => {
    const other = makeMaterial(CANARY);
    await signIn(page, 'payments-dev');
    await openSecrets(page);
    await chooseNamespace(page, 'payments');
    const form = await CreateForm.open(page);
    await form.fill('Name', 'e2e-mismatch');
    await form.select('Type', 'TLS');
    await form.select('Target plane', PLANE);
    await form.chooseFile('Certificate', material.certificate);
    await form.chooseFile('Private key', other.certificateKey);
    await form.submit();
    await expect(
      page.getByText('The private key does not belong to the certificate'),
    ).toBeVisible();
    await expect(
      page.getByRole('group', { name: 'Private key' }),
    ).toContainText('tls.key');
    await expect(form.field('Name')).toHaveValue('e2e-mismatch');
    other.remove();
  });

  test('what is doubtful is shown before anything is written, and created when told to', async ({
    page,
  }) => {
    await signIn(page, 'payments-dev');
    await openSecrets(page);
    await chooseNamespace(page, 'payments');
    const form = await CreateForm.open(page);
    await form.fill('Name', 'e2e-doubtful');
    await form.select('Target plane', PLANE);
    await form.fill('Key', 'token');
    await form.fill('Value', 'changeme');
    await form.submit();
    await expect(form.summary).toContainText('token: ');
    await expect(form.summary).toBeFocused();
    expect(await readKv('payments/generic/e2e-doubtful')).toBeUndefined();
    await form.submitAnyway();
    await form.untilSynced();
    expect(await readKv('payments/generic/e2e-doubtful')).toEqual({
      token: 'changeme',
    });
  });
});
