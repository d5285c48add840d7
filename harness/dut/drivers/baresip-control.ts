/** baresip's control port: netstrings of JSON, commands answered by token, events unsolicited. */
import { connect, type Socket } from 'node:net';
import { z } from 'zod';
import { MethodError, type AttemptResult, type Methods } from '../driver.ts';

const eventSchema = z.looseObject({ event: z.literal(true), type: z.string(), param: z.string().optional() });
type ControlEvent = z.infer<typeof eventSchema>;

const registrationEnds: Record<string, AttemptResult['outcome']> = { REGISTER_OK: 'accepted', REGISTER_FAIL: 'failed' };

export class BaresipControl {
  readonly #socket: Socket;
  #buffer = Buffer.alloc(0);
  readonly #seen: ControlEvent[] = [];
  #waiting: ((event: ControlEvent) => void)[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', () => undefined);
  }

  /** Connects as soon as the port listens. Rejects with MethodError when the process ends first. */
  static async open(port: number, ended: Promise<string>): Promise<BaresipControl> {
    let gone: string | null = null;
    void ended.then((how) => (gone = how));
    for (let tries = 0; tries < 100; tries++) {
      if (gone) throw new MethodError('crashed', gone);
      const socket = connect(port, '127.0.0.1');
      const open = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true));
        socket.once('error', () => resolve(false));
      });
      if (open) return new BaresipControl(socket);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new MethodError('failed', 'baresip did not open its control port within 2 s');
  }

  command(command: string, params?: string): void {
    const text = JSON.stringify({ command, ...(params !== undefined && { params }), token: command });
    this.#socket.write(`${Buffer.byteLength(text)}:${text},`);
  }

  /** The end of the registration that baresip began at its start; events before the connection are missed, so the
   * state is asked for as well. */
  async registration(deadlineMs: number): Promise<AttemptResult> {
    this.command('reginfo');
    const end = await this.#next((event) => Object.hasOwn(registrationEnds, event.type), deadlineMs);
    if (!end) return { outcome: 'timeout', reason: `neither REGISTER_OK nor REGISTER_FAIL within ${deadlineMs} ms` };
    return { outcome: registrationEnds[end.type] ?? 'failed', reason: end.param };
  }

  async dial(to: string, deadlineMs: number): Promise<Methods['call']['result']> {
    this.#seen.length = 0;
    this.command('dial', to);
    const end = await this.#next(
      (event) => event.type === 'CALL_ESTABLISHED' || event.type === 'CALL_CLOSED',
      deadlineMs,
    );
    if (end?.type === 'CALL_ESTABLISHED') return { outcome: 'established' };
    return { outcome: 'failed', reason: end?.param ?? `no end of the call within ${deadlineMs} ms` };
  }

  close(): void {
    this.#socket.destroy();
  }

  async #next(wanted: (event: ControlEvent) => boolean, deadlineMs: number): Promise<ControlEvent | null> {
    const already = this.#seen.find(wanted);
    if (already) return already;
    return new Promise((resolve) => {
      const done = (event: ControlEvent | null) => {
        clearTimeout(timer);
        this.#waiting = this.#waiting.filter((one) => one !== listener);
        resolve(event);
      };
      const listener = (event: ControlEvent) => {
        if (wanted(event)) done(event);
      };
      const timer = setTimeout(() => done(null), deadlineMs);
      this.#waiting.push(listener);
    });
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const colon = this.#buffer.indexOf(0x3a);
      if (colon < 1) return;
      const length = Number(this.#buffer.subarray(0, colon).toString('latin1'));
      if (!Number.isInteger(length) || length > 1024 * 1024) return void this.#socket.destroy();
      if (this.#buffer.length < colon + length + 2) return;
      const text = this.#buffer.subarray(colon + 1, colon + 1 + length).toString('utf8');
      this.#buffer = this.#buffer.subarray(colon + length + 2);
      const event = eventSchema.safeParse(safeJson(text));
      if (!event.success) continue;
      this.#seen.push(event.data);
      for (const listener of this.#waiting) listener(event.data);
    }
  }
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
