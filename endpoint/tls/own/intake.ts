/** The octets of a socket, asked for as they are needed. */
import type { Socket } from 'node:net';

/** Octets that are kept before the socket is paused. */
const MAX_KEPT = 256 * 1024;

export class Intake {
  readonly #socket: Socket;
  #kept: Buffer[] = [];
  #length = 0;
  #hasEnded = false;
  #error: Error | null = null;
  #wake: (() => void) | null = null;
  readonly #listeners: [string, (chunk: Buffer) => void][];

  constructor(socket: Socket) {
    this.#socket = socket;
    const ended = (): void => {
      this.#hasEnded = true;
      this.#wake?.();
    };
    this.#listeners = [
      ['data', (chunk) => this.#push(chunk)],
      ['end', ended],
      ['close', ended],
    ];
    for (const [event, listener] of this.#listeners) socket.on(event, listener);
    socket.on('error', (error) => this.fail(error));
  }

  get length(): number {
    return this.#length;
  }

  /** Whether something is awaited from the server. */
  get isWaiting(): boolean {
    return this.#wake !== null;
  }

  /** Every `need` that waits, and every later one, rejects. */
  fail(error: Error): void {
    this.#error ??= error;
    this.#wake?.();
  }

  /** False: the stream ends before there are so many. Rejects with the error of the socket. */
  async need(length: number): Promise<boolean> {
    while (this.#length < length) {
      if (this.#error) throw this.#error;
      if (this.#hasEnded) return false;
      this.#socket.resume();
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = null;
    }
    return true;
  }

  /** Never resolves; rejects as `need` does. */
  async idle(): Promise<never> {
    for (;;) {
      if (this.#error) throw this.#error;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = null;
    }
  }

  /** The first of them, which stay. */
  peek(length: number): Buffer {
    if (this.#kept.length > 1) this.#kept = [Buffer.concat(this.#kept)];
    return (this.#kept[0] ?? Buffer.alloc(0)).subarray(0, length);
  }

  take(length: number): Buffer {
    const taken = this.peek(length);
    this.#kept = [this.peek(this.#length).subarray(length)];
    this.#length -= taken.length;
    return taken;
  }

  /** Leaves the socket to others, with what has come and was not taken. */
  release(): void {
    this.#socket.pause();
    for (const [event, listener] of this.#listeners) this.#socket.off(event, listener);
    if (this.#length > 0) this.#socket.unshift(this.take(this.#length));
  }

  #push(chunk: Buffer): void {
    this.#kept.push(chunk);
    this.#length += chunk.length;
    if (this.#length > MAX_KEPT) this.#socket.pause();
    this.#wake?.();
  }
}
