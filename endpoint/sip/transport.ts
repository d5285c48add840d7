/**
 * The transport that sip.js speaks through, with SIP/2.0/TLS or SIP/2.0/TCP in the Via: one connection at a time, which comes
 * already open. Where it is gone and a call that outlived it has something to say, another is opened (RFC 3261 §18.1.1).
 */
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { TransportState, type Transport } from 'sip.js';
import { EmitterImpl } from 'sip.js/lib/api/emitter.js';
import type { Flaws } from '../flaws.ts';
import { bareResponse, readRequest } from './bare-message.ts';
import { flawedLengths } from './flawed-lengths.ts';
import { dropsMessage, flawedMessage, longestBody } from './flawed-transport.ts';
import { RecordFramer } from './flaw-record-framer.ts';
import { Framer, type FramerEvents } from './framer.ts';
import { inspect } from './inspection.ts';
import { KeepAlive } from './keep-alive.ts';
import type { Passage } from './passage.ts';

export interface TransportOptions {
  passage: Passage;
  /** What the connections are over. */
  protocol: 'TLS' | 'TCP';
  log: (line: string) => void;
  flaws: Flaws;
  /** Whether the device takes connections as well. */
  isListening: () => boolean;
  /** Rejects where there is none to be had. */
  reopen: () => Promise<Duplex>;
}

/** RFC 5923 §5: who listens as well offers the connection that it has opened for requests to itself. */
const withAlias = (message: string): string =>
  message.startsWith('SIP/2.0 ') ? message : message.replace(/^Via: SIP\/2\.0\/TLS [^\r\n]*/m, '$&;alias');

export class StreamTransport implements Transport {
  readonly protocol: 'TLS' | 'TCP';
  readonly stateChange = new EmitterImpl<TransportState>();
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  readonly #options: TransportOptions;
  readonly #keepAlive: KeepAlive;
  #stream: Duplex;
  #state = TransportState.Connected;
  #failure: Error | undefined;
  #reopening: Promise<void> | null = null;
  /** The INVITE that was sent last, for `repeats-lost-requests`. */
  #lastInvite: string | null = null;

  /** @param stream connected and, where that is asked for, verified. */
  constructor(stream: Duplex, options: TransportOptions) {
    this.#options = options;
    this.protocol = options.protocol;
    this.#stream = stream;
    this.#keepAlive = new KeepAlive({
      ping: () => this.#stream.write('\r\n\r\n'),
      failed: (reason) => this.#stream.destroy(new Error(reason)),
    });
    this.#listen(stream);
  }

  get state(): TransportState {
    return this.#state;
  }

  get lastInvite(): string | null {
    return this.#lastInvite;
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  /** The connection comes open. Rejects where it is gone. */
  async connect(): Promise<void> {
    if (!this.isConnected()) throw new Error('the connection is closed');
  }

  /** Goes on over another connection, where the one before is gone. */
  replace(stream: Duplex): void {
    this.#stream = stream;
    this.#failure = undefined;
    this.#state = TransportState.Connected;
    this.#listen(stream);
    this.stateChange.emit(this.#state);
  }

  /** Pings from now on: see KeepAlive. */
  keepAlive(seconds: number, needsPong: boolean): void {
    if (this.isConnected()) this.#keepAlive.start(seconds, needsPong);
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
    if (!this.isConnected()) await this.#reopen();
    if (!this.isConnected() || !this.#stream.writable) throw new Error('the connection is closed');
    if (message.startsWith('INVITE ')) this.#lastInvite = message;
    const sent = this.#options.passage.send(
      flawedMessage(this.#options.isListening() ? withAlias(message) : message, this.#options.flaws),
    );
    if (sent !== null) this.#stream.write(sent);
  }

  #reopen(): Promise<void> {
    this.#reopening ??= this.#options
      .reopen()
      .then((stream) => this.replace(stream))
      .finally(() => (this.#reopening = null));
    return this.#reopening;
  }

  #listen(stream: Duplex): void {
    const { log, flaws } = this.#options;
    // An ACK and the request after it are two writes; Nagle's algorithm would hold the second back for some 40 ms.
    if (stream instanceof Socket) stream.setNoDelay(true);
    const framer = flaws.has('takes-records-for-messages')
      ? new RecordFramer(this.#events(stream))
      : new Framer(this.#events(stream), longestBody(flaws));
    stream.on('data', (chunk: Buffer) => {
      try {
        framer.push(flawedLengths(chunk, flaws));
      } catch (error) {
        log(`sip: the connection is closed: ${(error as Error).message}`);
        stream.destroy(error as Error);
      }
    });
    stream.on('error', (error) => {
      if (stream === this.#stream) this.#failure = error;
      // Node tells of an alert that comes after the handshake and leaves the stream as it is.
      stream.destroy();
    });
    stream.on('end', () => stream.end());
    stream.on('close', () => stream === this.#stream && this.#close());
  }

  #events(stream: Duplex): FramerEvents {
    const { log, flaws, passage } = this.#options;
    return {
      message: (text) => {
        if (dropsMessage(text, flaws)) return;
        try {
          const inspected = inspect(text, flaws);
          if (inspected === 'end') return void stream.destroy();
          if (inspected === 'stall') return void stream.removeAllListeners('data').resume();
          if (inspected === 'drop') return;
          const received = inspected ?? passage.receive(text);
          if ('answer' in received) stream.write(received.answer);
          else this.onMessage?.(received.pass);
        } catch (error) {
          // The stream is still in step: one message that sip.js chokes on costs that message only.
          log(`sip: a message was dropped: ${(error as Error).message}`);
        }
      },
      ping: () => stream.write('\r\n'),
      pong: () => this.#keepAlive.pong(),
      tooLong: (head) => {
        const request = readRequest(head);
        log('sip: a message was too long');
        if (flaws.has('stalls-after-long-messages')) stream.removeAllListeners('data').resume();
        // RFC 3261 §21.5.7.
        else if (request && request.method !== 'ACK') stream.write(bareResponse(request, '513 Message Too Large'));
      },
    };
  }

  #close(): void {
    if (this.#state === TransportState.Disconnected) return;
    this.#keepAlive.stop();
    this.#state = TransportState.Disconnected;
    this.stateChange.emit(this.#state);
    this.onDisconnect?.(this.#failure);
  }
}
