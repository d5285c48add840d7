/** A loopback TCP port of a peer, with what every peer needs of it: bounded connections, listeners, and a clean end. */
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { LabError } from '../../errors.ts';
import type { Address } from '../lab.ts';

const mostConnections = 64;
const longestLine = 1000;

export class PeerPort {
  readonly address: Address;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  readonly #lineListeners: ((line: string) => void)[] = [];
  readonly #keyListeners: ((line: string) => void)[] = [];

  private constructor(server: Server, sockets: Set<Socket>) {
    this.#server = server;
    this.#sockets = sockets;
    this.address = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  }

  /** Listens on a port that the system chooses. `accept` gets every connection, its errors already handled. */
  static async open(name: string, accept: (socket: Socket) => void): Promise<PeerPort> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.setNoDelay(true);
      // A reset by the device is an outcome like any other; `close` follows it.
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
      accept(socket);
    });
    server.maxConnections = mostConnections;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (cause) =>
        reject(new LabError('peer-listen', `${name} can not listen on 127.0.0.1`, { cause })),
      );
      server.listen(0, '127.0.0.1', resolve);
    });
    return new PeerPort(server, sockets);
  }

  onLine(listener: (line: string) => void): void {
    this.#lineListeners.push(listener);
  }

  onKeyLog(listener: (line: string) => void): void {
    this.#keyListeners.push(listener);
  }

  /** One witness line. What a device put into it can neither break the line nor grow it without bound. */
  say(line: string): void {
    const clean = line.replaceAll(/[\x00-\x1f\x7f]/g, '?').slice(0, longestLine);
    for (const listener of this.#lineListeners) listener(clean);
  }

  logKey(line: string): void {
    for (const listener of this.#keyListeners) listener(line);
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
