import { PropsWithChildren } from 'react';
import { act, renderHook, waitFor } from '@testing-library/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import { SecretsApi } from '@strongroom/backstage-plugin-secrets-common';
import { secretsApiRef } from '../api';
import { someDetails } from '../__testUtils__';
import { createSecretsQueryClient } from './createSecretsQueryClient';
import { PlacedDraft, useCreateSecret } from './useCreateSecret';

const CANARY = 'canary-7f3a91';

const PLACED: PlacedDraft = {
  namespace: 'payments',
  draft: {
    name: 'api-token',
    type: 'Opaque',
    targetPlane: { kind: 'DataPlane', name: 'default' },
    data: { token: { value: CANARY, encoding: 'utf8' } },
  },
};

function setUp(createSecret: SecretsApi['createSecret']) {
  const client = createSecretsQueryClient();
  const contents = () =>
    JSON.stringify([
      client
        .getMutationCache()
        .getAll()
        .map(({ state }) => state),
      client
        .getQueryCache()
        .getAll()
        .map(q => [q.queryKey, q.state]),
    ]);
  const wrapper = ({ children }: PropsWithChildren<{}>) => (
    <TestApiProvider
      apis={[[secretsApiRef, { createSecret } as Partial<SecretsApi>]]}
    >
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    </TestApiProvider>
  );
  const { result } = renderHook(() => useCreateSecret(() => PLACED), {
    wrapper,
  });
  return { client, contents, result };
}

describe('useCreateSecret', () => {
  it('T5: has no value in the cache, neither while it runs nor after', async () => {
    let finish = () => {};
    const createSecret = jest.fn(
      () =>
        new Promise<ReturnType<typeof someDetails>>(resolve => {
          finish = () => resolve(someDetails('api-token'));
        }),
    );
    const { client, contents, result } = setUp(createSecret);
    act(() => result.current.mutate());
    await waitFor(() => expect(createSecret).toHaveBeenCalled());
    expect(client.getMutationCache().getAll()).toHaveLength(1);
    expect(contents()).not.toContain(CANARY);

    await act(async () => finish());
    await waitFor(() => expect(result.current.isSuccess).toBe(true));
    expect(contents()).not.toContain(CANARY);

    act(() => result.current.reset());
    await waitFor(() => expect(client.getMutationCache().getAll()).toEqual([]));
  });

  it('T21: sends the same key again when no answer came, and tries only when told to', async () => {
    const createSecret = jest.fn(async () => {
      throw new Error('cut off');
    });
    const { result } = setUp(createSecret);
    for (const attempts of [1, 2]) {
      act(() => result.current.mutate());
      await waitFor(() => expect(createSecret).toHaveBeenCalledTimes(attempts));
      await waitFor(() => expect(result.current.isError).toBe(true));
    }
    const keys = createSecret.mock.calls.map(
      (call: unknown[]) =>
        (call[2] as { idempotencyKey: string }).idempotencyKey,
    );
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set(keys).size).toBe(1);
  });
});
