/**
 * One connection between device and lab: every byte is recorded and handed on, half-close and reset alike. What the
 * device sends before the lab answers waits, under the back-pressure of the socket.
 */
import { createConnection, type Socket } from 'node:net';
import type { Address } from '../lab/lab.ts';
import type { RecordedConnectionWriter } from './recorder.ts';

/** How long a device may leave a connection half open after the bench has ended it. */
const patience = 500;

export class Relay {
  readonly #device: Socket;
  readonly #lab: Socket;
  readonly #record: RecordedConnectionWriter;
  readonly #ended: Promise<void>;
  #connected = false;

  /** `unreachable` is told when the lab does not take the connection; the device's is then ended. */
  constructor(device: Socket, target: Address, record: RecordedConnectionWriter, unreachable: (error: Error) => void) {
    this.#device = device;
    this.#record = record;
    this.#lab = createConnection({ ...target, allowHalfOpen: true, noDelay: true });
    this.#ended = new Promise((resolve) => device.once('close', () => resolve()));
    this.#forward('device', device, this.#lab);
    this.#forward('lab', this.#lab, device);
    this.#lab.once('connect', () => (this.#connected = true));
    device.on('error', () => this.#reset('device', this.#lab));
    this.#lab.on('error', (error) => {
      if (this.#connected) return this.#reset('lab', device);
      unreachable(error);
      void this.end();
    });
  }

  /** Resolves when the device's side is closed. */
  get ended(): Promise<void> {
    return this.#ended;
  }

  /** Closes from the lab's side: FIN, and after `patience` without an answer a reset. */
  async end(): Promise<void> {
    this.#record.closed('lab', 'fin');
    this.#device.end();
    this.#lab.destroy();
    // It may have been waiting for the lab to take more.
    this.#device.resume();
    const timer = setTimeout(() => this.#device.resetAndDestroy(), patience);
    await this.#ended;
    clearTimeout(timer);
  }

  /** Resets from the lab's side. */
  async reset(): Promise<void> {
    this.#record.closed('lab', 'rst');
    this.#lab.destroy();
    this.#device.resetAndDestroy();
    await this.#ended;
  }

  destroy(): void {
    this.#lab.destroy();
    this.#device.destroy();
  }

  #forward(name: 'device' | 'lab', from: Socket, to: Socket): void {
    from.on('data', (bytes) => {
      this.#record.bytes(name, bytes);
      if (!to.writable || to.write(bytes)) return;
      from.pause();
      to.once('drain', () => from.resume());
    });
    from.on('end', () => {
      this.#record.closed(name, 'fin');
      to.end();
    });
  }

  #reset(by: 'device' | 'lab', other: Socket): void {
    this.#record.closed(by, 'rst');
    if (!other.destroyed) other.resetAndDestroy();
  }
}
