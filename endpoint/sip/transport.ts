/** The transport that sip.js speaks through: one TLS connection that is already open, with SIP/2.0/TLS in the Via. */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TransportState, type Transport } from 'sip.js';
import { EmitterImpl } from 'sip.js/lib/api/emitter.js';
import { RecordFramer } from './flaw-record-framer.ts';
import { Framer } from './framer.ts';

export class StreamTransport implements Transport {
  readonly protocol = 'TLS';
  readonly stateChange = new EmitterImpl<TransportState>();
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  readonly #stream: Duplex;
  #state = TransportState.Connected;
  #failure: Error | undefined;

  /**
   * @param stream connected and, where that is asked for, verified.
   * @param byRecord for `takes-records-for-messages`.
   */
  constructor(stream: Duplex, log: (line: string) => void, byRecord: boolean) {
    this.#stream = stream;
    // An ACK and the request after it are two writes; Nagle's algorithm would hold the second back for some 40 ms.
    if (stream instanceof Socket) stream.setNoDelay(true);
    const framer = new (byRecord ? RecordFramer : Framer)({
      message: (text) => {
        try {
          this.onMessage?.(text);
        } catch (error) {
          // The stream is still in step: one message that sip.js chokes on costs that message only.
          log(`sip: a message was dropped: ${(error as Error).message}`);
        }
      },
      ping: () => stream.write('\r\n'),
    });
    stream.on('data', (chunk: Buffer) => {
      try {
        framer.push(chunk);
      } catch (error) {
        log(`sip: the connection is closed: ${(error as Error).message}`);
        stream.destroy(error as Error);
      }
    });
    stream.on('error', (error) => {
      this.#failure = error;
      // Node tells of an alert that comes after the handshake and leaves the stream as it is.
      stream.destroy();
    });
    stream.on('end', () => stream.end());
    stream.on('close', () => this.#close());
  }

  get state(): TransportState {
    return this.#state;
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  /** The connection comes open; there is no second one. */
  async connect(): Promise<void> {
    if (!this.isConnected()) throw new Error('the connection is closed');
  }

  async disconnect(): Promise<void> {
    this.#stream.end();
    this.#stream.destroy();
    this.#close();
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  async send(message: string): Promise<void> {
    if (!this.isConnected() || !this.#stream.writable) throw new Error('the connection is closed');
    this.#stream.write(message);
  }

  #close(): void {
    if (this.#state === TransportState.Disconnected) return;
    this.#state = TransportState.Disconnected;
    this.stateChange.emit(this.#state);
    this.onDisconnect?.(this.#failure);
  }
}
