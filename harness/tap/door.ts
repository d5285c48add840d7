/**
 * One port of a front: it takes connections or it refuses them. While it refuses, a socket that is bound and never listens
 * keeps the number from others.
 */
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import type { Address } from '../lab/lab.ts';
import { closeServer, listen } from './listening.ts';

/** More at once than any endpoint opens. */
const mostConnections = 1000;

export class Door {
  readonly address: Address;
  /** A listener to which the holder of the refused port connects. */
  readonly #anchor: Address;
  #server: Server | null = null;
  #holder: Socket | null = null;

  /** The port is that of the address, or one that the system chooses; it refuses at first. Rejects with the system's error. */
  static async open(wanted: Address, anchor: Address): Promise<Door> {
    const probe = createServer();
    const address = await listen(probe, wanted);
    await closeServer(probe);
    const door = new Door(address, anchor);
    door.#holder = await hold(address, anchor);
    return door;
  }

  private constructor(address: Address, anchor: Address) {
    this.address = address;
    this.#anchor = anchor;
  }

  /** Rejects with the system's error when the port is gone. */
  async take(accept: (device: Socket) => void): Promise<void> {
    if (this.#server) return;
    const server = createServer({ allowHalfOpen: true, noDelay: true }, accept);
    server.maxConnections = mostConnections;
    await listen(server, this.address);
    this.#server = server;
    this.release();
  }

  /** Listening ends at once; connections that are open go on and are not waited for. */
  async refuse(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = null;
    server.close();
    this.#holder = await hold(this.address, this.#anchor);
  }

  /** By reset: a closed pair that lingers would keep the same pair from being made again. */
  release(): void {
    this.#holder?.resetAndDestroy();
    this.#holder = null;
  }
}

/** A socket bound to the address and connected elsewhere; null where the system does not let us have it. */
function hold(address: Address, anchor: Address): Promise<Socket | null> {
  return new Promise((resolve) => {
    const { host, port } = anchor;
    const socket = createConnection({ host, port, localAddress: address.host, localPort: address.port });
    socket.once('connect', () => resolve(socket));
    socket.on('error', () => resolve(null));
    socket.unref();
  });
}
