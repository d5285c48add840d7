/** baresip's control port: netstrings of JSON, commands answered by token, events unsolicited. */
import { connect, type Socket } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import { MethodError, type AttemptResult, type Methods } from '../driver.ts';

const messageSchema = z.union([
  z.looseObject({ event: z.literal(true), type: z.string(), param: z.string().optional() }),
  z.looseObject({ response: z.literal(true), data: z.string(), token: z.string() }),
]);
type Message = z.infer<typeof messageSchema>;

const pollMs = 50;

export class BaresipControl {
  readonly #socket: Socket;
  #buffer = Buffer.alloc(0);
  readonly #seen: Message[] = [];
  #waiting: ((event: Message) => void)[] = [];

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
      // It says nowhere that the port is open, so the port is tried until it is.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new MethodError('failed', 'baresip did not open its control port within 2 s');
  }

  command(command: string, params?: string): void {
    const text = JSON.stringify({ command, ...(params !== undefined && { params }), token: command });
    this.#socket.write(`${Buffer.byteLength(text)}:${text},`);
  }

  /**
   * The end of the registration that baresip began at its start. It may have ended before anybody could listen for its
   * event, so the state is asked for until it is one or the other.
   */
  async registration(deadlineMs: number): Promise<AttemptResult> {
    const ask = setInterval(() => this.command('reginfo'), pollMs);
    const end = await this.#next((message) => registrationEnd(message) !== null, deadlineMs);
    clearInterval(ask);
    return (end && registrationEnd(end)) ?? { outcome: 'timeout', reason: `not registered within ${deadlineMs} ms` };
  }

  async dial(to: string, deadlineMs: number): Promise<Methods['call']['result']> {
    this.#seen.length = 0;
    this.command('dial', to);
    const end = await this.#next((message) => isEvent(message, 'CALL_ESTABLISHED', 'CALL_CLOSED'), deadlineMs);
    if (end && isEvent(end, 'CALL_ESTABLISHED')) return { outcome: 'established' };
    return { outcome: 'failed', reason: wordsOf(end) ?? `no end of the call within ${deadlineMs} ms` };
  }

  close(): void {
    this.#socket.destroy();
  }

  async #next(wanted: (event: Message) => boolean, deadlineMs: number): Promise<Message | null> {
    const already = this.#seen.find(wanted);
    if (already) return already;
    return new Promise((resolve) => {
      const done = (event: Message | null) => {
        clearTimeout(timer);
        this.#waiting = this.#waiting.filter((one) => one !== listener);
        resolve(event);
      };
      const listener = (event: Message) => {
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
      const message = messageSchema.safeParse(safeJson(text));
      if (!message.success) continue;
      this.#seen.push(message.data);
      for (const listener of this.#waiting) listener(message.data);
    }
  }
}

const isEvent = (message: Message, ...types: string[]): boolean =>
  'type' in message && typeof message.type === 'string' && types.includes(message.type);

const wordsOf = (message: Message | null): string | undefined =>
  message && 'param' in message && typeof message.param === 'string' ? message.param : undefined;

/** `reginfo` shows OK or ERR beside the account, in colours. */
function registrationEnd(message: Message): AttemptResult | null {
  if (isEvent(message, 'REGISTER_OK')) return { outcome: 'accepted' };
  if (isEvent(message, 'REGISTER_FAIL')) return { outcome: 'failed', reason: wordsOf(message) };
  if (!('token' in message) || message.token !== 'reginfo' || typeof message.data !== 'string') return null;
  const shown = stripVTControlCharacters(message.data);
  if (/\bOK\b/.test(shown)) return { outcome: 'accepted' };
  return /\bERR\b/.test(shown) ? { outcome: 'failed', reason: 'baresip shows ERR' } : null;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
