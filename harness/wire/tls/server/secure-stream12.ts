/** The application data of an established connection as a stream, with the ways of a net.Socket that servers use. */
import { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

/** What the stream needs of the connection below it. */
export interface RecordLink {
  socket: Socket;
  /** Sends application data; `sent` is called once the kernel has it. */
  send(data: Buffer, sent: (error?: Error | null) => void): void;
  /** Sends close_notify (RFC 5246 §7.2.1) and ends the connection. */
  close(): void;
}

export class SecureStream12 extends Duplex {
  readonly #link: RecordLink;
  #ended = false;

  constructor(link: RecordLink) {
    super({ allowHalfOpen: false });
    this.#link = link;
    link.socket.on('timeout', () => this.emit('timeout'));
    link.socket.on('close', () => this.destroy());
  }

  /** Emits `timeout` when nothing passed for so long; `onIdle` hears it once. 0 turns it off. */
  setTimeout(ms: number, onIdle?: () => void): this {
    this.#link.socket.setTimeout(ms);
    if (onIdle) this.once('timeout', onIdle);
    return this;
  }

  /** Data that the client sent. */
  deliver(data: Buffer): void {
    if (!this.#ended && !this.push(data)) this.#link.socket.pause();
  }

  /** The client sends no more, by close_notify, by a fatal alert or by FIN. */
  finish(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.push(null);
  }

  override _read(): void {
    this.#link.socket.resume();
  }

  override _write(data: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#link.send(data, done);
  }

  override _final(done: () => void): void {
    this.#link.close();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#link.socket.destroy();
    done(error);
  }
}
