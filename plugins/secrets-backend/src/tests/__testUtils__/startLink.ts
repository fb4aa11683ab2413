import net from 'node:net';

/** A way to a server that can be cut. */
export interface Link {
  port: number;
  /** Breaks every connection and takes no new one. */
  cut(): void;
  /** Takes connections again. */
  mend(): void;
  stop(): Promise<void>;
}

/** Passes bytes on to a port of this machine, until it is cut. */
export async function startLink(target: number): Promise<Link> {
  const sockets = new Set<net.Socket>();
  let isCut = false;
  const server = net.createServer(incoming => {
    if (isCut) {
      incoming.destroy();
      return;
    }
    const outgoing = net.connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const breakAll = () => {
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  return {
    port: (server.address() as net.AddressInfo).port,
    cut() {
      isCut = true;
      breakAll();
    },
    mend() {
      isCut = false;
    },
    async stop() {
      breakAll();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
