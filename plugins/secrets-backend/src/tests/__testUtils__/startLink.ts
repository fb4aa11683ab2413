import net from 'node:net';

/** A way to a server that can be cut. */
export interface Link {
  port: number;
  /** Breaks every connection and ends each new one. */
  cut(): void;
  /** Breaks every connection, and nobody listens any more. */
  refuse(): Promise<void>;
  /** Takes connections again. */
  mend(): Promise<void>;
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
  const listen = (wanted: number) =>
    new Promise<void>(resolve => {
      server.listen(wanted, '127.0.0.1', resolve);
    });
  await listen(0);
  const { port } = server.address() as net.AddressInfo;
  const breakAll = () => {
    for (const socket of sockets) {
      socket.destroy();
    }
  };
  const refuse = async () => {
    const closed = new Promise(resolve => server.close(resolve));
    breakAll();
    await closed;
  };
  return {
    port,
    cut() {
      isCut = true;
      breakAll();
    },
    refuse,
    async mend() {
      isCut = false;
      if (!server.listening) {
        await listen(port);
      }
    },
    stop: refuse,
  };
}
