import { connect, createServer } from 'node:net';
import { Failure } from '../setup/failure.mjs';

/**
 * Fails when somebody else already listens on a port, with the way to choose another one.
 *
 * @param {number} port
 * @param {string} what for example `the backend`
 * @param {string} remedy
 */
export async function checkPortIsFree(port, what, remedy) {
  for (const host of ['127.0.0.1', '::1']) {
    if ((await answers(port, host)) || !(await canListen(port, host))) {
      throw new Failure(
        `Port ${port}, which ${what} needs, is in use by another program.`,
        remedy,
      );
    }
  }
}

/** A port of loopback that nobody uses at the moment. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

function answers(port, host) {
  return new Promise(resolve => {
    const socket = connect({ port, host, timeout: 1000 });
    const end = result => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => end(true));
    socket.once('timeout', () => end(true));
    socket.once('error', () => end(false));
  });
}

function canListen(port, host) {
  return new Promise(resolve => {
    const server = createServer();
    // A machine without IPv6 has no ::1; that is no one else's port.
    server.once('error', error => resolve(error.code !== 'EADDRINUSE'));
    server.listen({ port, host, exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}
