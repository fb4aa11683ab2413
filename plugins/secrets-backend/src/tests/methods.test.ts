import { mockCredentials } from '@backstage/backend-test-utils';
import { spec } from '../schema/openapi.generated';
import { draftOf } from './__testUtils__/estate';
import { startPortal, TestPortal } from './__testUtils__/startPortal';
import { PAYMENTS } from './__testUtils__/tenants';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

describe('methods', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startPortal();
    await portal
      .as('payments-dev')
      .post(`/namespaces/${PAYMENTS}/secrets`, draftOf('here'));
  }, 120_000);

  afterAll(async () => {
    await portal.stop();
  }, 60_000);

  const ask = (method: string, path: string) =>
    fetch(`${portal.url}${path}`, {
      method,
      headers: {
        Authorization: mockCredentials.user.header('user:default/payments-dev'),
      },
    });

  it('answers HEAD as GET without its body, and any other method with those that it takes', async () => {
    for (const [template, operations] of Object.entries(spec.paths as object)) {
      const path = template
        .replace('{name}', 'here')
        .replace(/\{[^}]+\}/g, PAYMENTS);
      const takes = Object.keys(operations)
        .filter(key => key !== 'parameters')
        .map(key => key.toUpperCase());
      if (takes.includes('GET')) {
        takes.push('HEAD');
        const [get, head] = [await ask('GET', path), await ask('HEAD', path)];
        expect({ path, status: head.status, body: await head.text() }).toEqual({
          path,
          status: get.status,
          body: '',
        });
        for (const name of ['Content-Type', 'Cache-Control', 'ETag']) {
          expect(head.headers.get(name)).toBe(get.headers.get(name));
        }
      }
      for (const method of METHODS.filter(known => !takes.includes(known))) {
        const answer = await ask(method, path);
        const body = method === 'HEAD' ? undefined : await answer.json();
        expect({ path, method, status: answer.status }).toEqual({
          path,
          method,
          status: 405,
        });
        expect(answer.headers.get('Cache-Control')).toBe('no-store');
        expect(answer.headers.get('Allow')?.split(', ').sort()).toEqual(
          takes.sort(),
        );
        expect(body?.error.code ?? 'InvalidRequest').toBe('InvalidRequest');
      }
    }
  }, 60_000);
});
