/**
 * A server of SSL 3.0 to TLS 1.2 on one socket: records and alerts around ServerHandshake12. After a first flight that the
 * client minds, and after an alert of its own, it only reads: writing on would make the kernel throw the client's alert
 * away. Where a fault has made a handshake that can not be completed it says nothing of that either.
 */
import type { Socket } from 'node:net';
import { alertName, alertNumbers } from '../registries/alerts.ts';
import { readPieces } from '../messages/incoming.ts';
import type { ClientHello } from '../messages/client-hello.ts';
import { FatalAlert, NotOffered, Undeliverable } from '../fatal-alert.ts';
import { type HandshakeMessage, HandshakeStream } from '../messages/handshake-messages.ts';
import { writeOctets } from './octets.ts';
import { type Connection12, Protection12 } from '../protection/protection12.ts';
import { Malformed } from '../messages/reader.ts';
import { inClear, longestContent, RecordWriter12 } from '../protection/record-writer12.ts';
import { contentTypes, type Piece } from '../messages/records.ts';
import { Sealing12 } from '../protection/sealing12.ts';
import { SecureStream12 } from './secure-stream12.ts';
import { choiceName } from './server-choice12.ts';
import { renegotiated } from './renegotiation12.ts';
import { type LastFlight, type Resumed, ServerHandshake12, type ServerOptions12 } from './server-handshake12.ts';
import type { ServerWatcher } from './server-watcher.ts';
import { suiteName } from '../registries/suites.ts';
import type { Instead, Outgoing, TlsFault } from '../faults/tls-fault.ts';
import { knownVersion, versionName } from '../registries/versions.ts';

/** Why nothing more is sent where a fault resets the connection. */
export const resetByLab = 'reset by the lab';

const warning = 1;
const fatal = 2;

/** Parts of a fault with which a handshake can be completed as ever. */
const harmless: readonly string[] = [
  'title',
  'version',
  'requires',
  'application',
  'otherKey',
  'sessions',
] satisfies (keyof TlsFault)[];

export class Server12 {
  readonly #socket: Socket;
  readonly #watcher: ServerWatcher;
  readonly #messages = new HandshakeStream();
  readonly #options: ServerOptions12;
  #handshake: ServerHandshake12;
  readonly #fault: TlsFault;
  readonly #writer: RecordWriter12;
  #suite = '';
  #phase: 'hello' | 'handshake' | 'open' | 'over' = 'hello';
  /** The client has sent ChangeCipherSpec. */
  #sealed = false;
  #reading: Protection12 | null = null;
  #keys: Connection12 | null = null;
  #stream: SecureStream12 | null = null;
  /** A fault has made the last of what is said. */
  #silent = false;
  /** Records of application data that were sent. */
  #served = 0;
  /** Records that wait for the end of a renegotiation. */
  #held: Outgoing[] = [];
  /** The end of the stream waits behind them. */
  #ends = false;

  constructor(socket: Socket, options: ServerOptions12, watcher: ServerWatcher) {
    this.#socket = socket;
    this.#watcher = watcher;
    this.#options = options;
    this.#handshake = new ServerHandshake12(options);
    this.#fault = options.fault;
    this.#writer = new RecordWriter12(this.#handshake.version);
    readPieces(socket, {
      piece: (piece) => this.#piece(piece),
      failed: (error) => this.#fail(error),
      ended: () => this.#stream?.finish(),
    });
  }

  #piece(piece: Piece): void {
    if (piece.kind !== 'record') {
      const what = piece.kind === 'clear' ? 'bytes that are no TLS' : piece.kind;
      if (this.#phase === 'hello') throw new Undeliverable(`the connection begins with ${what}`);
      this.#watcher.received(what);
      throw new FatalAlert(alertNumbers.unexpected_message, what);
    }
    if (this.#sealed && !this.#reading) return this.#watcher.received('a record that can not be opened');
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
    if (this.#phase === 'open') return this.#renegotiate(message);
    if (this.#handshake.awaitsFinished) return this.#finish(message);
    this.#handshake.take(message);
    if (message.name === 'client_key_exchange') this.#watcher.keyLog(this.#handshake.keyLogLine);
  }

  #greet(message: HandshakeMessage): void {
    const refusal = message.name === 'client_hello' ? (this.#watcher.hello?.() ?? null) : null;
    if (refusal !== null) return this.#refuse(refusal, `${alertName(refusal)}: as the lab chose`);
    const hello = this.#handshake.read(message);
    const instead = this.#fault.instead?.(hello);
    if (instead) this.#replace(instead);
    else this.#firstFlight(hello);
  }

  #firstFlight(hello: ClientHello): void {
    const resumed = this.#handshake.resume(hello);
    if (resumed) return this.#resume(resumed);
    const { flight, choice } = this.#handshake.greet(hello);
    const honest = inClear(flight);
    const bytes = this.#writer.encode(this.#fault.records?.('first', honest) ?? honest);
    this.#phase = 'handshake';
    this.#suite = suiteName(choice.suite);
    // One write, so that nothing is written behind a byte that the client minds.
    if (this.#fault.octetBySegment) writeOctets(this.#socket, bytes);
    else this.#socket.write(bytes);
    this.#watcher.greeted(`${versionName(this.#handshake.version)} ${choiceName(choice, this.#handshake.version)}`);
  }

  /** RFC 5246 §7.3: in an abbreviated handshake the server's Finished comes first. */
  #resume({ hello, finished, suite, keys }: Resumed): void {
    this.#watcher.keyLog(this.#handshake.keyLogLine);
    this.#phase = 'handshake';
    this.#suite = suiteName(suite);
    const flight = [
      ...inClear([hello]),
      ...this.#writer.split(contentTypes.changeCipherSpec, Buffer.from([1])),
      { type: contentTypes.handshake, content: finished, epoch: 'application' } satisfies Outgoing,
    ];
    this.#writer.arm(new Sealing12(keys, 'server'));
    this.#socket.write(this.#writer.encode(this.#fault.records?.('first', flight) ?? flight));
    this.#watcher.greeted(`${versionName(this.#handshake.version)} ${this.#suite} of a session`);
  }

  #replace({ bytes, then }: Instead): void {
    this.#phase = 'over';
    this.#watcher.greeted(`${bytes.length} octets in place of a flight`);
    if (then === 'fin') this.#socket.end(bytes);
    else this.#socket.write(bytes);
    if (then === 'rst') {
      this.#socket.write('', () => {
        this.#socket.resetAndDestroy();
        this.#watcher.over(resetByLab);
      });
    }
  }

  /** RFC 5746 §4.5: a server may decline it. Flight and ClientKeyExchange go under the keys that there are. */
  #renegotiate(message: HandshakeMessage): void {
    if (!this.#fault.renegotiation) return this.#send(contentTypes.alert, [warning, alertNumbers.no_renegotiation]);
    this.#handshake = new ServerHandshake12(renegotiated(this.#options, this.#handshake.verified));
    const { flight } = this.#handshake.greet(this.#handshake.read(message));
    this.#phase = 'handshake';
    const records = flight.flatMap((whole) => this.#writer.split(contentTypes.handshake, whole));
    this.#socket.write(this.#writer.encode(records));
  }

  #changeCipher(): void {
    if (this.#phase === 'hello') throw new Undeliverable('the connection begins with change_cipher_spec');
    this.#watcher.received('change_cipher_spec');
    this.#sealed = true;
    if (this.#phase === 'over') return;
    this.#keys = this.#handshake.changeCipher();
    this.#reading = new Protection12(this.#keys, 'client');
  }

  #finish(message: HandshakeMessage): void {
    const own = this.#handshake.finish(message);
    const { client, version } = this.#handshake;
    const refusal = this.#watcher.admit(client);
    // Before the server's ChangeCipherSpec, so in clear; where a session goes on, behind it.
    if (refusal !== null) return this.#refuse(refusal, `${alertName(refusal)}: as the lab chose`);
    if (own) this.#lastFlight(own);
    this.#phase = 'open';
    if (this.#stream) return this.#release();
    this.#stream = this.#opened();
    this.#watcher.secured(this.#stream, { version: knownVersion(version) ?? 'TLS 1.2', suite: this.#suite, client });
  }

  #lastFlight({ ticket, finished }: LastFlight): void {
    if (!this.#keys) throw new FatalAlert(alertNumbers.internal_error, 'no keys');
    const flight = [
      ...(ticket ? inClear([ticket]) : []),
      ...this.#writer.split(contentTypes.changeCipherSpec, Buffer.from([1])),
      ...finished.map((content): Outgoing => ({ type: contentTypes.handshake, content, epoch: 'application' })),
    ];
    if (this.#stream) return this.#finishAgain(this.#keys, flight);
    this.#writer.arm(new Sealing12(this.#keys, 'server'));
    this.#socket.write(this.#writer.encode(this.#fault.records?.('second', flight) ?? flight));
  }

  /** ChangeCipherSpec of a renegotiation goes under the old keys. */
  #finishAgain(keys: Connection12, [change, ...finished]: readonly Outgoing[]): void {
    const old = change ? this.#writer.encode([change]) : Buffer.alloc(0);
    this.#writer.arm(new Sealing12(keys, 'server'));
    this.#socket.write(Buffer.concat([old, this.#writer.encode(finished)]));
  }

  /** What was held back goes under the keys that there are now. */
  #release(): void {
    const held = this.#held.splice(0);
    if (held.length > 0 && this.#socket.writable) this.#socket.write(this.#writer.encode(held));
    if (this.#ends) this.#close();
  }

  #close(): void {
    if (this.#silent) return;
    if (this.#held.length > 0) return void (this.#ends = true);
    if (this.#phase === 'open') this.#send(contentTypes.alert, [warning, alertNumbers.close_notify]);
    this.#socket.end();
  }

  #opened(): SecureStream12 {
    return new SecureStream12({
      socket: this.#socket,
      send: (data, sent) => {
        const honest = this.#writer.split(contentTypes.application, data);
        const records = honest.flatMap((each) => this.#fault.application?.(each, this.#served++) ?? [each]);
        const renegotiates = records.findIndex(({ then }) => then === 'renegotiation');
        if (renegotiates >= 0) this.#held.push(...records.splice(renegotiates + 1));
        if (this.#silent || !this.#socket.writable) return sent();
        this.#socket.write(this.#writer.encode(records), sent);
        this.#silent = records.some(({ then }) => then === 'fin' || then === 'silence');
        if (records.some(({ then }) => then === 'fin')) this.#socket.end();
      },
      close: () => this.#close(),
    });
  }

  #alert(content: Buffer): void {
    const [level, code] = content;
    if (this.#phase === 'hello') throw new Undeliverable('the connection begins with an alert');
    if (content.length !== 2 || code === undefined) throw new FatalAlert(alertNumbers.decode_error, 'no alert');
    this.#watcher.received(`alert ${alertName(code)}`);
    if (this.#phase === 'over') return;
    if (code === alertNumbers.no_certificate && this.#handshake.noCertificate()) return;
    if (level === warning && code === alertNumbers.no_renegotiation) return this.#release();
    if (level === warning && code !== alertNumbers.close_notify) return;
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
    // After a flight that no client can answer rightly nothing that it answers is wrong.
    if (this.#phase === 'handshake' && !isHarmless(this.#fault)) return this.#end(null);
    this.#refuse(alert.code, alert.message);
  }

  #refuse(code: number, reason: string): void {
    this.#send(contentTypes.alert, [fatal, code]);
    this.#end(`alert sent: ${reason}`);
  }

  #end(reason: string | null): void {
    this.#phase = 'over';
    this.#watcher.over(reason);
    this.#stream?.finish();
  }

  #send(type: number, content: number[]): void {
    // Node ends this direction by itself once the other side has.
    if (this.#socket.writable) this.#socket.write(this.#writer.encode(this.#writer.split(type, Buffer.from(content))));
  }
}

const isHarmless = (fault: TlsFault): boolean => Object.keys(fault).every((part) => harmless.includes(part));
