/** The worker's end of the bench: one connection a worker, one line a message. */
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { BenchError } from '../errors.ts';
import type { BenchMethod, BenchMethods, BenchRequest, BenchResponse } from './protocol.ts';

export const benchSocketVariable = 'RINGPROOF_BENCH';

/** The driver of this device cannot do what the test needs. */
export class NotSupported extends Error {}

export class BenchClient {
  readonly #socket: Socket;
  readonly #slot: number;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #next = 1;

  private constructor(socket: Socket, slot: number) {
    this.#socket = socket;
    this.#slot = slot;
    const lines = createInterface({ input: socket });
    lines.on('line', (line) => this.#receive(JSON.parse(line) as BenchResponse));
    lines.on('error', () => undefined);
    socket.on('close', () => {
      const gone = new BenchError('BENCH_GONE', 'the bench ended while a test was running');
      for (const { reject } of this.#waiting.values()) reject(gone);
      this.#waiting.clear();
    });
    socket.on('error', () => undefined);
  }

  static async open(path: string, slot: number): Promise<BenchClient> {
    const socket = connect(path);
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('error', (cause) => reject(new BenchError('BENCH_GONE', `no bench at ${path}`, { cause })));
    });
    return new BenchClient(socket, slot);
  }

  async ask<M extends BenchMethod>(method: M, params: BenchMethods[M]['params']): Promise<BenchMethods[M]['result']> {
    const request: BenchRequest = { id: this.#next++, slot: this.#slot, method, params };
    const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(request.id, { resolve, reject }));
    this.#socket.write(`${JSON.stringify(request)}\n`);
    return (await answer) as BenchMethods[M]['result'];
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(response: BenchResponse): void {
    const waiting = this.#waiting.get(response.id);
    this.#waiting.delete(response.id);
    if (!waiting) return;
    if ('result' in response) return waiting.resolve(response.result);
    const { kind, code, message } = response.error;
    waiting.reject(kind === 'unsupported' ? new NotSupported(message) : new BenchError(code, message));
  }
}
