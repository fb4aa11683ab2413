import { execFileSync } from 'node:child_process';
import { PortalClient } from '../src/__testUtils__/PortalClient';
import {
  StartedBackend,
  startBackend,
} from '../src/__testUtils__/startBackend';
import { describeSeconds } from './statistics';
import { withTemporaryFolder } from './temporaryFolder';
import { Figure } from './types';

/** How long a backend is left alone before its memory is looked at. */
const SETTLE_MS = 60_000;
const LISTS = 20;

interface BackendFigures {
  readyMs: number;
  restartMs: number;
  megabytes: number;
}

/** How fast the backend is ready and what it takes, beside a stock one that is started in the same way. */
export async function measureBackend(): Promise<Figure[]> {
  const ours = await measure('src/index.ts', async ({ url }) => {
    const client = await PortalClient.signIn(url, 'platform');
    for (let count = 0; count < LISTS; count += 1) {
      await client.secrets();
    }
  });
  const stock = await measure('bench/stockBackend.ts', async ({ url }) => {
    const client = await PortalClient.signIn(url, 'platform');
    for (let count = 0; count < LISTS; count += 1) {
      await client.get('catalog/entities');
    }
  });
  return [
    {
      what: 'Backend ready, new state (ours makes the demo estate)',
      ours: describeSeconds(ours.readyMs),
      stock: describeSeconds(stock.readyMs),
    },
    {
      what: 'Backend ready, state of an earlier start',
      ours: describeSeconds(ours.restartMs),
      stock: describeSeconds(stock.restartMs),
    },
    {
      what: 'Backend memory (RSS) with the demo estate, clusters and store included',
      ours: `${ours.megabytes} MB`,
      stock: `${stock.megabytes} MB`,
      aim: '350 MB',
    },
  ];
}

async function measure(
  entry: string,
  use: (backend: StartedBackend) => Promise<void>,
): Promise<BackendFigures> {
  return withTemporaryFolder(async state => {
    const env = { STRONGROOM_STATE: state };
    const first = await startBackend(env, entry);
    await first.stop();
    const second = await startBackend(env, entry);
    try {
      await use(second);
      await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
      return {
        readyMs: first.readyMs,
        restartMs: second.readyMs,
        megabytes: residentMegabytes(second.pid),
      };
    } finally {
      await second.stop();
    }
  });
}

/** What `ps` calls RSS, in units of 1,048,576 bytes. */
function residentMegabytes(pid: number): number {
  const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  return Math.round(Number(kilobytes) / 1024);
}
