import {
  KubernetesClient,
  StoreError,
  StoreErrorCode,
} from '@strongroom/backstage-plugin-secrets-node';
import { SecretsError } from '../errors';
import { SecretsRecord } from '../record';
import { HealthCheck } from './HealthCheck';

describe('HealthCheck', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  function checkOf(answers: {
    record?: () => Promise<unknown>;
    controlPlane?: () => Promise<unknown>;
  }) {
    const heads = jest.fn(answers.record ?? (async () => ({})));
    const getMetadata = jest.fn(
      answers.controlPlane ?? (async () => undefined),
    );
    return {
      heads,
      check: HealthCheck.create({
        record: { heads } as unknown as SecretsRecord,
        controlPlane: { getMetadata } as unknown as KubernetesClient,
      }),
    };
  }
  const refusedWith = (code: StoreErrorCode) => async () => {
    throw new StoreError(code, 'refused');
  };

  it('is ready when both answer, and a refusal is an answer', async () => {
    expect(await checkOf({}).check.healthy()).toBe(true);
    for (const [code, healthy] of [
      ['Denied', true],
      ['RateLimited', true],
      ['Unauthenticated', false],
      ['Unavailable', false],
      ['Timeout', false],
    ] as const) {
      const { check } = checkOf({ controlPlane: refusedWith(code) });
      expect({ code, healthy: await check.healthy() }).toEqual({
        code,
        healthy,
      });
    }
    const { check } = checkOf({
      record: async () => {
        throw new SecretsError('RecordUnavailable', 'away');
      },
    });
    expect(await check.healthy()).toBe(false);
  });

  it('answers in time when something hangs, and asks again after two seconds whatever the clock says', async () => {
    jest.useFakeTimers();
    const hanging = checkOf({ record: () => new Promise(() => {}) });
    const healthy = hanging.check.healthy();
    await jest.advanceTimersByTimeAsync(5_000);
    expect(await healthy).toBe(false);

    const { check, heads } = checkOf({});
    await Promise.all([check.healthy(), check.healthy()]);
    expect(heads).toHaveBeenCalledTimes(1);
    jest.setSystemTime(Date.now() - 3_600_000);
    await jest.advanceTimersByTimeAsync(2_100);
    await check.healthy();
    expect(heads).toHaveBeenCalledTimes(2);
  });
});
