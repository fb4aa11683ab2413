import {
  KubernetesObject,
  RESOURCES,
} from '@strongroom/backstage-plugin-secrets-node';
import { ServerResponse } from 'node:http';
import { eventually } from '../../tests/__testUtils__/eventually';
import { recordingLogger } from '../../tests/__testUtils__/recordingLogger';
import { startHttpServer } from '../../tests/__testUtils__/startHttpServer';
import { DefaultKubernetesClient } from './DefaultKubernetesClient';

let server: Awaited<ReturnType<typeof startHttpServer>>;
let client: DefaultKubernetesClient;
let lists: number;
/** Positions from which a watch was opened. */
let positions: Array<string | null>;
/** What each watch does, one after the other; the last one for all that follow. */
let watches: Array<(response: ServerResponse) => void>;
let told: string[];
/** Whether further requests get no answer. */
let refuses: boolean;
/** When watches were opened. */
let openedAt: number[];
/** What was told last of whether the server answers. */
let away: { since: number; noticed: number } | undefined;

beforeEach(async () => {
  lists = 0;
  positions = [];
  told = [];
  openedAt = [];
  refuses = false;
  server = await startHttpServer((request, response) => {
    if (refuses) {
      response.destroy();
      return;
    }
    const query = new URL(request.url!, server.url).searchParams;
    if (query.get('watch') !== '1') {
      lists += 1;
      response.end('{"metadata":{"resourceVersion":"10"},"items":[]}');
      return;
    }
    positions.push(query.get('resourceVersion'));
    openedAt.push(Date.now());
    response.writeHead(200);
    response.flushHeaders();
    (watches.length > 1 ? watches.shift()! : watches[0])(response);
  });
});

afterEach(async () => {
  client.close();
  await server.stop();
});

function follow(silenceMs = 60_000) {
  client = DefaultKubernetesClient.create(
    {
      name: 'plane-1',
      access: { type: 'server', url: server.url },
      timeoutMs: 2000,
    },
    {
      logger: recordingLogger(),
      timing: { retry: { minMs: 5, maxMs: 20 }, silenceMs },
    },
  );
  client.reflect<KubernetesObject>(RESOURCES.namespace, {
    onUpsert: ({ metadata }) =>
      told.push(metadata.annotations?.note ?? metadata.name),
    onDelete: ({ name }) => told.push(`${name} gone`),
    onReachable: (reachable, since) => {
      told.push(`reachable ${reachable}`);
      away = { since: since.getTime(), noticed: Date.now() };
    },
  });
}

const event = (type: string, name: string, version: string, note?: string) =>
  Buffer.from(
    `${JSON.stringify({
      type,
      object: {
        metadata: {
          name,
          resourceVersion: version,
          annotations: note && { note },
        },
      },
    })}\n`,
  );

const quiet = () => undefined;

describe('a watch', () => {
  it('understands events in pieces of any size, letters cut in the middle included', async () => {
    const bytes = Buffer.concat([
      event('ADDED', 'a', '11', 'größer als 🔑'),
      event('MODIFIED', 'b', '12'),
      event('DELETED', 'b', '13'),
    ]);
    watches = [
      async response => {
        for (const byte of bytes) {
          response.write(Buffer.from([byte]));
          await new Promise(setImmediate);
        }
      },
    ];
    follow();
    await eventually(() =>
      expect(told).toEqual(['reachable true', 'größer als 🔑', 'b', 'b gone']),
    );
  });

  it('goes on from the last event or bookmark after it broke off, however it did', async () => {
    watches = [
      response => {
        response.write(event('ADDED', 'a', '11'));
        setTimeout(() => response.destroy(), 20);
      },
      response => response.end(event('BOOKMARK', '', '15')),
      response => response.end('{"type":"ADDED","object":{"metada\n'),
      response =>
        response.end(
          '{"type":"ERROR","object":{"kind":"Status","code":500,"metadata":{}}}\n',
        ),
      quiet,
    ];
    follow();
    await eventually(() => expect(positions).toHaveLength(5));
    expect(positions).toEqual(['10', '11', '15', '15', '15']);
    expect(lists).toBe(1);
    expect(told).toEqual(['reachable true', 'a']);
  });

  it('lists anew when its position has expired', async () => {
    watches = [
      response =>
        response.end(
          '{"type":"ERROR","object":{"kind":"Status","code":410,"metadata":{}}}\n',
        ),
      quiet,
    ];
    follow();
    await eventually(() => expect(positions).toEqual(['10', '10']));
    expect(lists).toBe(2);
  });

  it('T32: is opened again when the connection has been silent for too long', async () => {
    watches = [quiet];
    follow(100);
    await eventually(() => expect(positions.length).toBeGreaterThan(2));
    expect(lists).toBe(1);
  });

  it('T36: counts its silence into the time for which nothing was known, but not the life of one that broke off', async () => {
    const silenceMs = 400;
    const lifeMs = 200;
    watches = [
      response => setTimeout(() => response.destroy(), lifeMs),
      () => {
        refuses = true;
      },
    ];
    follow(silenceMs);
    await eventually(() => expect(told).toContain('reachable false'));
    const [began] = openedAt;
    expect(away!.since - began).toBeGreaterThanOrEqual(lifeMs - 1);
    expect(away!.noticed - away!.since).toBeGreaterThanOrEqual(silenceMs - 1);
  });

  it('does not ask in a loop a server that ends every watch at once', async () => {
    watches = [response => response.end()];
    follow();
    await eventually(() => expect(positions.length).toBeGreaterThan(0));
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(positions.length).toBeLessThan(40);
    expect(lists).toBe(1);
  });
});
