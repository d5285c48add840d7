/**
 * A TLS 1.2 server on one socket: records and alerts around ServerHandshake12. After a first flight that the client
 * minds, and after an alert of its own, it only reads: writing on would make the kernel throw the client's alert away.
 */
import type { Socket } from 'node:net';
import { alertName, alertNumbers } from './alerts.ts';
import { FatalAlert, NotOffered, Undeliverable } from './fatal-alert.ts';
import { type HandshakeMessage, HandshakeStream } from './handshake-messages.ts';
import { type Connection12, Protection12 } from './protection12.ts';
import { Malformed } from './reader.ts';
import { contentTypes, type Piece, RecordStream } from './records.ts';
import { Sealing12 } from './sealing12.ts';
import { SecureStream12 } from './secure-stream12.ts';
import { choiceName } from './server-choice12.ts';
import { ServerHandshake12, type ServerOptions12 } from './server-handshake12.ts';
import type { ServerWatcher } from './server-watcher.ts';
import { suiteName } from './suites.ts';
import type { Outgoing, TlsFault } from './tls-fault.ts';
import { versionNumbers } from './versions.ts';
import { uint, vector } from './writer.ts';

const longestContent = 16_384;
const warning = 1;
const fatal = 2;

export class Server12 {
  readonly #socket: Socket;
  readonly #watcher: ServerWatcher;
  readonly #records = new RecordStream();
  readonly #messages = new HandshakeStream();
  readonly #handshake: ServerHandshake12;
  readonly #fault: TlsFault;
  #suite = '';
  #phase: 'hello' | 'handshake' | 'open' | 'over' = 'hello';
  #reading: Protection12 | null = null;
  #writing: Sealing12 | null = null;
  #keys: Connection12 | null = null;
  #stream: SecureStream12 | null = null;

  constructor(socket: Socket, options: ServerOptions12, watcher: ServerWatcher) {
    this.#socket = socket;
    this.#watcher = watcher;
    this.#handshake = new ServerHandshake12(options);
    this.#fault = options.fault;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('end', () => this.#stream?.finish());
  }

  #receive(chunk: Buffer): void {
    for (const piece of this.#records.push(chunk)) {
      try {
        this.#piece(piece);
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  #piece(piece: Piece): void {
    if (piece.kind !== 'record') {
      const what = piece.kind === 'clear' ? 'bytes that are no TLS' : piece.kind;
      if (this.#phase === 'hello') throw new Undeliverable(`the connection begins with ${what}`);
      this.#watcher.received(what);
      throw new FatalAlert(alertNumbers.unexpected_message, what);
    }
    const content = this.#reading ? this.#reading.open(piece.header, piece.body) : piece.body;
    if (!content) throw new FatalAlert(alertNumbers.bad_record_mac, 'a record of the client does not authenticate');
    if (content.length > longestContent) throw new FatalAlert(alertNumbers.record_overflow, `${content.length} octets`);
    switch (piece.type) {
      case contentTypes.handshake:
        for (const message of this.#messages.push(content)) this.#message(message);
        return;
      case contentTypes.alert:
        return this.#alert(content);
      case contentTypes.changeCipherSpec:
        return this.#changeCipher();
      default:
        return this.#application(piece.type, content);
    }
  }

  #message(message: HandshakeMessage): void {
    if (this.#phase === 'hello') return this.#greet(message);
    this.#watcher.received(message.name);
    if (this.#phase === 'over') return;
    // RFC 5746 §4.5: a server may decline a renegotiation.
    if (this.#phase === 'open') return this.#send(contentTypes.alert, [warning, alertNumbers.no_renegotiation]);
    if (this.#handshake.awaitsFinished) return this.#finish(message);
    this.#handshake.take(message);
    if (message.name === 'client_key_exchange') this.#watcher.keyLog(this.#handshake.keyLogLine);
  }

  #greet(message: HandshakeMessage): void {
    const refusal = message.name === 'client_hello' ? (this.#watcher.hello?.() ?? null) : null;
    if (refusal !== null) throw new FatalAlert(refusal, 'as the lab chose');
    const { flight, choice } = this.#handshake.greet(message);
    this.#phase = 'handshake';
    const { octetBySegment } = this.#fault;
    const honest = flight.map((content): Outgoing => ({ type: contentTypes.handshake, content, epoch: 'clear' }));
    this.#write(
      Buffer.concat((this.#fault.records?.('first', honest) ?? honest).flatMap((each) => this.#record(each))),
      octetBySegment,
    );
    this.#suite = suiteName(choice.suite);
    this.#watcher.greeted(`TLS 1.2 ${choiceName(choice)}`);
  }

  #changeCipher(): void {
    if (this.#phase === 'hello') throw new Undeliverable('the connection begins with change_cipher_spec');
    this.#watcher.received('change_cipher_spec');
    if (this.#phase === 'over') return;
    this.#keys = this.#handshake.changeCipher();
    this.#reading = new Protection12(this.#keys, 'client');
  }

  #finish(message: HandshakeMessage): void {
    const finished = this.#handshake.finish(message);
    const { client } = this.#handshake;
    const refusal = this.#watcher.admit(client);
    // Before the server's ChangeCipherSpec, so in clear.
    if (refusal !== null) throw new FatalAlert(refusal, 'as the lab chose');
    if (!this.#keys) throw new FatalAlert(alertNumbers.internal_error, 'no keys');
    const changeCipherSpec = this.#protect(contentTypes.changeCipherSpec, Buffer.from([1]));
    this.#writing = new Sealing12(this.#keys, 'server');
    this.#socket.write(Buffer.concat([...changeCipherSpec, ...this.#protect(contentTypes.handshake, finished)]));
    this.#phase = 'open';
    this.#stream = new SecureStream12({
      socket: this.#socket,
      send: (data, sent) => {
        this.#socket.write(Buffer.concat(this.#protect(contentTypes.application, data)), sent);
      },
      close: () => {
        if (this.#phase === 'open') this.#send(contentTypes.alert, [warning, alertNumbers.close_notify]);
        this.#socket.end();
      },
    });
    this.#watcher.secured(this.#stream, { version: 'TLS 1.2', suite: this.#suite, client });
  }

  #alert(content: Buffer): void {
    const [level, code] = content;
    if (this.#phase === 'hello') throw new Undeliverable('the connection begins with an alert');
    if (content.length !== 2 || code === undefined) throw new FatalAlert(alertNumbers.decode_error, 'no alert');
    this.#watcher.received(`alert ${alertName(code)}`);
    if (this.#phase === 'over' || (level === warning && code !== alertNumbers.close_notify)) return;
    if (this.#stream && code === alertNumbers.close_notify) this.#stream.finish();
    else this.#end(null);
  }

  #application(type: number, content: Buffer): void {
    const what = type === contentTypes.application ? 'application_data' : `record of type ${type}`;
    if (this.#phase === 'hello') throw new Undeliverable(`the connection begins with ${what}`);
    this.#watcher.received(what);
    if (this.#phase === 'over') return;
    if (!this.#stream || type !== contentTypes.application) {
      throw new FatalAlert(alertNumbers.unexpected_message, what);
    }
    if (content.length > 0) this.#stream.deliver(content);
  }

  #fail(error: unknown): void {
    if (this.#phase === 'over') return;
    if (error instanceof Undeliverable || (error instanceof Malformed && this.#phase === 'hello')) {
      const why = error instanceof NotOffered ? 'not offered' : 'not deliverable';
      return this.#end(`${why}: ${error.message}`);
    }
    const alert = error instanceof Malformed ? new FatalAlert(alertNumbers.decode_error, error.message) : error;
    if (!(alert instanceof FatalAlert)) throw error;
    this.#send(contentTypes.alert, [fatal, alert.code]);
    this.#end(`alert sent: ${alert.message}`);
  }

  #end(reason: string | null): void {
    this.#phase = 'over';
    this.#watcher.over(reason);
    this.#stream?.finish();
  }

  /** One write, so that nothing is written behind a byte that the client minds. */
  #write(bytes: Buffer, octetBySegment = false): void {
    if (octetBySegment) for (const octet of bytes) this.#socket.write(Buffer.of(octet));
    else this.#socket.write(bytes);
  }

  /** In clear; a fault may have said what stands in the header and how long the content is. */
  #record({ type, content, version = versionNumbers['TLS 1.2'], damage }: Outgoing): Buffer[] {
    const record = Buffer.concat([uint(type, 1), uint(version, 2), vector(2, content)]);
    return [damage?.(record) ?? record];
  }

  #send(type: number, content: number[]): void {
    this.#socket.write(Buffer.concat(this.#protect(type, Buffer.from(content))));
  }

  /** The content in records of at most 16384 octets (RFC 5246 §6.2.1). */
  #protect(type: number, content: Buffer): Buffer[] {
    const records: Buffer[] = [];
    for (let at = 0; at < content.length; at += longestContent) {
      const part = content.subarray(at, at + longestContent);
      const clear = (): Buffer => Buffer.concat([uint(type, 1), uint(versionNumbers['TLS 1.2'], 2), vector(2, part)]);
      records.push(this.#writing ? this.#writing.seal(type, part) : clear());
    }
    return records;
  }
}
