/**
 * Stands between the socket and node's TLS where the device is the server, so that a client that is refused is told why:
 * node decides nothing about client certificates and can send no alert of the device's choice.
 *
 * What the server writes once the client's second flight has come (RFC 5246 §7.3, RFC 8446 §2) is held until the verdict:
 * over TLS 1.2 its ChangeCipherSpec and Finished, so the alert still goes in clear; over TLS 1.3 its tickets, so the alert
 * is the first record under the server's application key. Alerts of OpenSSL's own leave at once.
 */
import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { fatalAlert, type Alert } from './alerts.ts';
import { readServerHello, version, type ServerHello } from './messages.ts';
import { contentType, handshakeType, makeRecord, RecordSplitter, type TlsRecord } from './records.ts';
import { TrafficKeys } from './traffic-keys.ts';

/** A refused client may have bytes on the way; closing over them would reset the connection and lose the alert. */
const LINGER_MS = 1000;
/** Payload of an encrypted alert: two bytes, the inner type and a tag. No other message is as small. */
const ENCRYPTED_ALERT = 2 + 1 + 16;

export class ClientGate extends Duplex {
  readonly #socket: Socket;
  readonly #inbound = new RecordSplitter();
  readonly #outbound = new RecordSplitter();
  #hello: ServerHello | null = null;
  #secret: Buffer | null = null;
  #held: Buffer[] = [];
  #state: 'greeting' | 'holding' | 'open' | 'closed' = 'greeting';

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#received(chunk));
    socket.on('end', () => {
      if (this.#state !== 'closed') this.push(null);
    });
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  /** A line of node's key log. */
  keyLogged(line: string): void {
    const [label, , secret = ''] = line.trim().split(' ');
    if (label === 'SERVER_TRAFFIC_SECRET_0') this.#secret = Buffer.from(secret, 'hex');
  }

  /** The client is let in. */
  open(): void {
    if (this.#state === 'closed') return;
    this.#state = 'open';
    this.#socket.write(Buffer.concat(this.#held.splice(0)));
  }

  /** Sends the alert in place of all that is held, and closes. */
  refuse(alert: Alert): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    const socket = this.#socket;
    socket.resume();
    socket.end(this.#record(alert));
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#state === 'open') return void this.#socket.write(chunk, done);
    for (const record of this.#outbound.push(chunk)) this.#send(record);
    done();
  }

  override _final(done: (error?: Error | null) => void): void {
    if (this.#state === 'closed') done();
    else this.#socket.end(done);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // A last alert may be on its way.
    if (this.#state !== 'closed' && !this.#socket.destroyed) this.#socket.destroySoon();
    done(error);
  }

  #received(chunk: Buffer): void {
    if (this.#state === 'closed') return;
    if (this.#state === 'greeting' && this.#secondFlightBegins(chunk)) this.#state = 'holding';
    if (!this.readableEnded && !this.push(chunk)) this.#socket.pause();
  }

  /** A ChangeCipherSpec may come as soon as the client has the ServerHello (RFC 8446 §D.4). */
  #secondFlightBegins(chunk: Buffer): boolean {
    try {
      const records = [...this.#inbound.push(chunk)];
      return this.#hello !== null && records.some(({ type }) => type !== contentType.changeCipherSpec);
    } catch {
      // OpenSSL says what is wrong with it.
      return this.#hello !== null;
    }
  }

  #send({ type, bytes, payload }: TlsRecord): void {
    const isAlert =
      type === contentType.alert || (type === contentType.applicationData && payload.length === ENCRYPTED_ALERT);
    if (this.#state === 'closed') return;
    if (this.#state === 'holding' && !isAlert) return void this.#held.push(bytes);
    if (this.#hello === null && type === contentType.handshake && payload[0] === handshakeType.serverHello) {
      const hello = readServerHello(payload.subarray(4));
      if (!hello.isRetry) this.#hello = hello;
    }
    this.#socket.write(bytes);
  }

  #record(alert: Alert): Buffer {
    const isTls13 = this.#hello?.version === version.tls13;
    if (isTls13 && this.#secret)
      return new TrafficKeys(this.#hello!.suite, this.#secret).encrypt(contentType.alert, fatalAlert(alert));
    return makeRecord(contentType.alert, fatalAlert(alert));
  }
}
