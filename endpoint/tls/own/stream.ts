/** The application data of a connection whose handshake is done. */
import { Duplex } from 'node:stream';
import { alertName } from '../alerts.ts';
import { contentType } from '../records.ts';
import { Objection } from '../objection.ts';
import type { Messages } from './messages.ts';
import { Breach } from './rules.ts';
import type { LaterMessages } from './session.ts';

const closeNotify = Buffer.from([1, 0]);

export class OwnStream extends Duplex {
  readonly #messages: Messages;
  readonly #later: LaterMessages;
  #wake: (() => void) | null = null;

  constructor(messages: Messages, later: LaterMessages) {
    super();
    this.#messages = messages;
    this.#later = later;
    for (const content of messages.early) this.push(content);
    this.#readOn().catch((error: Error) => {
      if (error instanceof Breach) this.#messages.wire.close(error.alert);
      this.destroy(error);
    });
  }

  get localAddress(): string | undefined {
    return this.#messages.wire.socket.localAddress;
  }

  override _read(): void {
    this.#wake?.();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#messages.wire.send(contentType.applicationData, chunk);
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#close();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#close();
    done(error);
  }

  /** RFC 8446 §6.1. */
  #close(): void {
    const { wire } = this.#messages;
    wire.close(wire.rules.has('sends-no-close-notify') ? null : closeNotify);
  }

  async #readOn(): Promise<void> {
    const { wire } = this.#messages;
    for (;;) {
      const content = await wire.next();
      if (content === null) return this.#ended();
      const { type, payload } = content;
      if (type === contentType.applicationData) await this.#give(payload);
      else if (type === contentType.handshake) for (const one of this.#messages.push(payload)) await this.#later(one);
      else if (type === contentType.alert && payload[1] === 0) return void this.push(null);
      else if (type === contentType.alert) this.#heed(payload);
      else wire.rules.must(false, 'unexpected_message', `a record of the type ${type}`, 'accepts-unknown-records');
    }
  }

  #heed([level, code = 0]: Buffer): void {
    const { rules, isTls13 } = this.#messages.wire;
    if (rules.has('ignores-fatal-alerts') || (level === 1 && !isTls13)) return;
    throw new Objection('alert', null, `the server broke off with the alert ${alertName(code)}`);
  }

  /** The server has closed without close_notify, so nobody knows whether that was all. */
  #ended(): void {
    const { rules } = this.#messages.wire;
    if (rules.has('ignores-fatal-alerts')) return;
    if (rules.has('reads-truncated-message')) this.push('\r\n\r\n');
    this.push(null);
  }

  async #give(content: Buffer): Promise<void> {
    if (content.length === 0 || this.push(content)) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = null;
  }
}
