import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Ports lie below the range that the system takes ports of outgoing connections from (32768 and up), so that none of
 * those takes one between two starts of a program.
 */
const lowest = 20_000;
const highest = 32_000;
const given = new Set<number>();

/** So many ports of 127.0.0.1 that nobody listens on, and that this process was not given before. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      ports.push(port);
    }
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
