import { mockServices } from '@backstage/backend-test-utils';
import { Request, Response } from 'express';
import { inspect } from 'node:util';
import { answerErrors } from './answerErrors';

describe('answerErrors', () => {
  function answerTo(error: unknown) {
    const logger = mockServices.logger.mock();
    const headers: Record<string, string> = {};
    const sent = { status: 0, body: '' };
    const response = {
      locals: { correlationId: 'c' },
      setHeader: (name: string, value: string) => {
        headers[name] = value;
      },
      status: (status: number) => {
        sent.status = status;
        return response;
      },
      end: (body: string) => {
        sent.body = body;
      },
    };
    answerErrors(logger)(
      error,
      { method: 'GET' } as Request,
      response as unknown as Response,
      () => {},
    );
    return { ...sent, headers, logged: inspect(logger.error.mock.calls) };
  }

  it('T1 T2: of an error from elsewhere neither answer nor log have a word, only its class and place', () => {
    const message = 'refused: canary\n    at canary (canary)\n canary';
    const odd = new TypeError(message, { cause: new Error('canary') });
    const renamed = new Error(message);
    renamed.message = 'something else';
    for (const error of [odd, renamed, message, { message }]) {
      const { status, body, logged, headers } = answerTo(error);
      expect(status).toBe(500);
      expect(JSON.parse(body).error.code).toBe('Internal');
      expect(body + logged + JSON.stringify(headers)).not.toContain('canary');
    }
    expect(answerTo(odd).logged).toContain('TypeError');
    expect(answerTo(odd).logged).toContain('answerErrors.test');
  });
});
