/**
 * One stable address towards the device and a switch behind it. Where the machine has IPv6, the same port answers on its
 * loopback address, too: the device may be told either.
 */
import type { Socket } from 'node:net';
import { BenchError } from '../errors.ts';
import type { Service } from '../evidence.ts';
import type { Address } from '../lab/lab.ts';
import { Door } from './door.ts';
import type { Recorder } from './recorder.ts';
import { Relay } from './relay.ts';

/** A port that is free on one address may be taken on the other. */
const portTries = 20;

export class Front {
  readonly address: Address;
  readonly #service: Service;
  readonly #recorder: Recorder;
  readonly #doors: Door[];
  readonly #relays = new Set<Relay>();
  #target: Address | null = null;
  #turn: Promise<void> = Promise.resolve();

  /** `anchors` are listeners, one for each address that the front is to have; the first is its own. */
  static async open(service: Service, anchors: readonly Address[], recorder: Recorder): Promise<Front> {
    for (let tries = 1; ; tries++) {
      const doors: Door[] = [];
      try {
        for (const anchor of anchors) {
          const port = doors[0]?.address.port ?? 0;
          doors.push(await Door.open({ host: anchor.host, port }, anchor));
        }
        return new Front(service, doors, recorder);
      } catch (error) {
        for (const door of doors) door.release();
        if (tries === portTries) throw error;
      }
    }
  }

  private constructor(service: Service, doors: Door[], recorder: Recorder) {
    this.#service = service;
    this.address = doors[0]!.address;
    this.#doors = doors;
    this.#recorder = recorder;
  }

  /** Another port of the front, for as long as it is there; before it is routed for the first time. */
  add(door: Door): void {
    this.#doors.push(door);
  }

  /** Takes effect for the next connection. Throws BenchError `front-port-taken` when the port is gone. */
  route(target: Address | null): Promise<void> {
    // One after the other: a route that closes and one that listens must not overtake each other.
    const turn = this.#turn.then(() => this.#switch(target));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  async disconnect(how: 'fin' | 'rst' = 'fin'): Promise<number> {
    const relays = [...this.#relays];
    await Promise.all(relays.map((relay) => (how === 'rst' ? relay.reset() : relay.end())));
    return relays.length;
  }

  async stop(): Promise<void> {
    await this.route(null);
    for (const door of this.#doors) door.release();
    for (const relay of this.#relays) relay.destroy();
  }

  async #switch(target: Address | null): Promise<void> {
    this.#target = target;
    for (const door of this.#doors) {
      if (!target) await door.refuse();
      else
        await door
          .take((device) => this.#accept(device))
          .catch((cause: unknown) => {
            throw new BenchError(
              'front-port-taken',
              `port ${door.address.port} of the ${this.#service} front cannot be opened again on ${door.address.host}`,
              {
                cause,
                hint: 'another program took it while the front was closed; end that program, or start the run again for other ports',
              },
            );
          });
    }
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
