/**
 * One stable address towards the device and a switch behind it. While nothing is routed the port refuses connections;
 * a socket that is bound and never listens keeps the number from others meanwhile.
 */
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { BenchError } from '../errors.ts';
import type { Service } from '../evidence.ts';
import type { Address } from '../lab/lab.ts';
import { closeServer, listen } from './listening.ts';
import type { Recorder } from './recorder.ts';
import { Relay } from './relay.ts';

/** More at once than any endpoint opens. */
const mostConnections = 1000;

export class Front {
  readonly address: Address;
  readonly #service: Service;
  readonly #recorder: Recorder;
  readonly #anchor: Address;
  readonly #relays = new Set<Relay>();
  #target: Address | null = null;
  #server: Server | null = null;
  #holder: Socket | null = null;
  #turn: Promise<void> = Promise.resolve();

  /** `anchor` is a listener to which the holder of a refused port connects. */
  static async open(service: Service, host: string, anchor: Address, recorder: Recorder): Promise<Front> {
    const probe = createServer();
    const address = await listen(probe, { host, port: 0 });
    await closeServer(probe);
    const front = new Front(service, address, anchor, recorder);
    front.#holder = await hold(address, anchor);
    return front;
  }

  private constructor(service: Service, address: Address, anchor: Address, recorder: Recorder) {
    this.#service = service;
    this.address = address;
    this.#anchor = anchor;
    this.#recorder = recorder;
  }

  /** Takes effect for the next connection. Throws BenchError `front-port-taken` when the port is gone. */
  route(target: Address | null): Promise<void> {
    // One after the other: a route that closes and one that listens must not overtake each other.
    const turn = this.#turn.then(() => this.#switch(target));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async disconnect(): Promise<void> {
    await Promise.all([...this.#relays].map((relay) => relay.end()));
  }

  async stop(): Promise<void> {
    await this.route(null);
    this.#release();
    for (const relay of this.#relays) relay.destroy();
  }

  async #switch(target: Address | null): Promise<void> {
    this.#target = target;
    if (target && !this.#server) {
      const server = createServer({ allowHalfOpen: true, noDelay: true }, (device) => this.#accept(device));
      server.maxConnections = mostConnections;
      await listen(server, this.address).catch((cause: unknown) => {
        throw new BenchError(
          'front-port-taken',
          `port ${this.address.port} of the ${this.#service} front cannot be opened again`,
          {
            cause,
            hint: 'another program took it while the front was closed; end that program, or start the run again for other ports',
          },
        );
      });
      this.#server = server;
      this.#release();
    } else if (!target && this.#server) {
      const server = this.#server;
      this.#server = null;
      // Listening ends at once; connections that are open go on and are not waited for.
      server.close();
      this.#holder = await hold(this.address, this.#anchor);
    }
  }

  /** By reset: a closed pair that lingers would keep the same pair from being made again. */
  #release(): void {
    this.#holder?.resetAndDestroy();
    this.#holder = null;
  }

  #accept(device: Socket): void {
    const address = { host: device.remoteAddress ?? '', port: device.remotePort ?? 0 };
    const record = this.#recorder.open(this.#service, address);
    const target = this.#target;
    if (!target) {
      // Accepted by the system before the port was closed.
      record.closed('lab', 'rst');
      device.on('error', () => {}).resetAndDestroy();
      return;
    }
    const relay = new Relay(device, target, record, (error) => {
      const where = `${target.host}:${target.port}`;
      this.#recorder.fault(
        'lab-unreachable',
        `the ${this.#service} front could not reach the lab at ${where}: ${error.message}`,
      );
    });
    this.#relays.add(relay);
    void relay.ended.then(() => this.#relays.delete(relay));
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
