import { mockServices } from '@backstage/backend-test-utils';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, IncomingMessage, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadPublisher, RecordAnchor } from './HeadPublisher';
import { SecretsRecord } from './SecretsRecord';

const HEAD = { seq: 7, mac: 'a'.repeat(64) };

describe('HeadPublisher', () => {
  let folder: string;
  let server: Server;
  let url: string;
  let received: Array<{ request: IncomingMessage; body: string }>;
  let answer: { status: number; headers?: Record<string, string> };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'heads-'));
    received = [];
    answer = { status: 204 };
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      received.push({ request, body: Buffer.concat(chunks).toString() });
      response.writeHead(answer.status, answer.headers).end();
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/heads`;
  });

  afterEach(async () => {
    jest.useRealTimers();
    await new Promise(resolve => {
      server.close(resolve);
    });
    await rm(folder, { recursive: true, force: true });
  });

  function publisherTo(anchor: RecordAnchor, heads = { head: HEAD }) {
    const event = { success: jest.fn(), fail: jest.fn() };
    const auditor = { createEvent: jest.fn(async () => event) };
    const record = {
      heads: jest.fn(async () => ({ anchored: { seq: 0, mac: '' }, ...heads })),
      markAnchored: jest.fn(async () => {}),
    };
    const publisher = HeadPublisher.create({
      record: record as unknown as SecretsRecord,
      auditor,
      logger: mockServices.logger.mock(),
      anchor,
    });
    return { publisher, record, auditor, event };
  }

  it('sends a head to auditor, webhook and file, and remembers it then', async () => {
    const file = join(folder, 'heads.jsonl');
    const { publisher, record, auditor, event } = publisherTo({
      webhook: url,
      file,
    });
    await publisher.publish(HEAD);
    await publisher.publish({ ...HEAD, seq: 8 });
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId: 'record-head', meta: HEAD }),
    );
    expect(event.success).toHaveBeenCalledTimes(2);
    expect(record.markAnchored).toHaveBeenLastCalledWith({ ...HEAD, seq: 8 });
    const line = { ...HEAD, time: expect.stringMatching(/^\d{4}-.*Z$/) };
    expect(received.map(({ body }) => JSON.parse(body))).toEqual([
      line,
      { ...line, seq: 8 },
    ]);
    expect(received[0].request.headers['content-type']).toBe(
      'application/json',
    );
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
    expect(lines.map(text => JSON.parse(text).seq)).toEqual([7, 8]);
    expect((await stat(file)).mode.toString(8).slice(-3)).toBe('600');
  });

  it('T31: follows no redirect, and remembers no head that was refused', async () => {
    for (const refusal of [
      { status: 307, headers: { Location: `${url}/elsewhere` } },
      { status: 500 },
    ]) {
      received = [];
      answer = refusal;
      const file = join(folder, 'refused.jsonl');
      const { publisher, record, event } = publisherTo({ webhook: url, file });
      await expect(publisher.publish(HEAD)).rejects.toThrow();
      expect(received.map(({ request }) => request.url)).toEqual(['/heads']);
      expect(record.markAnchored).not.toHaveBeenCalled();
      expect(event.success).not.toHaveBeenCalled();
      expect(JSON.stringify(event.fail.mock.calls)).not.toContain('127.0.0.1');
      await expect(stat(file)).rejects.toMatchObject({ code: 'ENOENT' });
    }
  });

  it('publishes what an earlier process left, then after 1,000 rows or 5 minutes, and nothing when nothing is new', async () => {
    jest.useFakeTimers();
    const heads = {
      head: { seq: 1, mac: 'm' },
      anchored: { seq: 0, mac: '' },
    };
    const { publisher, record, auditor } = publisherTo({}, heads);
    const published = () => auditor.createEvent.mock.calls.length;
    record.markAnchored.mockImplementation(async () => {
      heads.anchored = heads.head;
    });
    record.heads.mockImplementation(async () => ({ ...heads }));
    publisher.start();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(published()).toBe(1);
    heads.head = { seq: 1_000, mac: 'm' };
    await jest.advanceTimersByTimeAsync(4 * 60_000);
    expect(published()).toBe(1);
    heads.head = { seq: 1_001, mac: 'm' };
    await jest.advanceTimersByTimeAsync(10_000);
    expect(published()).toBe(2);
    heads.head = { seq: 1_002, mac: 'm' };
    await jest.advanceTimersByTimeAsync(4 * 60_000);
    expect(published()).toBe(2);
    await jest.advanceTimersByTimeAsync(70_000);
    expect(published()).toBe(3);
    await jest.advanceTimersByTimeAsync(20 * 60_000);
    expect(published()).toBe(3);
    await publisher.stop();
  });
});
