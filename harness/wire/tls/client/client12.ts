/**
 * A client of SSL 3.0 to TLS 1.2 on one socket: records and alerts around ClientHandshake12. It speaks what OpenSSL no longer
 * does, and sends the very ClientHello that it is given. It bears with any certificate and tells what it saw.
 */
import type { Socket } from 'node:net';
import type { TlsVersion } from '../../../evidence.ts';
import { alertName, alertNumbers } from '../registries/alerts.ts';
import { ClientHandshake12, type ClientOptions12, type ServerAuthentication } from './client-handshake12.ts';
import { FatalAlert } from '../fatal-alert.ts';
import { readPieces } from '../messages/incoming.ts';
import { type HandshakeMessage, HandshakeStream } from '../messages/handshake-messages.ts';
import { Protection12 } from '../protection/protection12.ts';
import { Malformed } from '../messages/reader.ts';
import { inClear, longestContent, RecordWriter12 } from '../protection/record-writer12.ts';
import { contentTypes, type Piece } from '../messages/records.ts';
import { Sealing12 } from '../protection/sealing12.ts';
import { SecureStream12 } from '../server/secure-stream12.ts';
import { suiteName } from '../registries/suites.ts';
import type { Outgoing } from '../faults/tls-fault.ts';
import { knownVersion, versionNumbers } from '../registries/versions.ts';

export interface ClientWatcher {
  /** Something whole of the server: `server_hello`, `alert handshake_failure`, `application_data`. */
  received(what: string): void;
  /** A line in the NSS key-log format. */
  keyLog(line: string): void;
  /** The handshake is complete. The stream's errors are the watcher's to handle. */
  secured(stream: SecureStream12, session: ClientSession): void;
  /** Nothing more is sent. `reason` is null where the server ended it. */
  over(reason: string | null): void;
}

export interface ClientSession {
  version: TlsVersion;
  /** Name of the suite, as IANA has it. */
  suite: string;
  server: ServerAuthentication;
}

const warning = 1;
const fatal = 2;

export class Client12 {
  readonly #socket: Socket;
  readonly #watcher: ClientWatcher;
  readonly #messages = new HandshakeStream();
  readonly #handshake: ClientHandshake12;
  /** Its version is that of the hello until the server has chosen (RFC 5246 appendix E.1). */
  #writer: RecordWriter12;
  #reading: Protection12 | null = null;
  #stream: SecureStream12 | null = null;
  #over = false;

  /** Sends the hello at once. Throws Malformed where it is none. */
  constructor(socket: Socket, options: ClientOptions12, watcher: ClientWatcher) {
    this.#socket = socket;
    this.#watcher = watcher;
    this.#handshake = new ClientHandshake12(options);
    const offered = options.hello.readUInt16BE(4);
    this.#writer = new RecordWriter12(Math.min(offered, versionNumbers['TLS 1.0']));
    readPieces(socket, {
      piece: (piece) => this.#piece(piece),
      failed: (error) => this.#fail(error),
      ended: () => this.#end(null),
    });
    socket.write(this.#writer.encode(inClear([options.hello])));
  }

  #piece(piece: Piece): void {
    if (this.#over) return;
    if (piece.kind !== 'record') throw new FatalAlert(alertNumbers.unexpected_message, 'bytes that are no TLS');
    const content = this.#reading ? this.#reading.open(piece.header, piece.body) : piece.body;
    if (!content) throw new FatalAlert(alertNumbers.bad_record_mac, 'a record of the server does not authenticate');
    if (content.length > longestContent) throw new FatalAlert(alertNumbers.record_overflow, `${content.length} octets`);
    switch (piece.type) {
      case contentTypes.handshake:
        for (const message of this.#messages.push(content)) this.#message(message);
        return;
      case contentTypes.alert:
        return this.#alert(content);
      case contentTypes.changeCipherSpec:
        this.#watcher.received('change_cipher_spec');
        this.#reading = new Protection12(this.#handshake.changeCipher(), 'server');
        return;
      default:
        return this.#application(piece.type, content);
    }
  }

  #message(message: HandshakeMessage): void {
    this.#watcher.received(message.name);
    // RFC 5746 §4.2: a client may decline a renegotiation.
    if (this.#stream) return this.#send(contentTypes.alert, [warning, alertNumbers.no_renegotiation]);
    if (this.#handshake.awaitsFinished) return this.#finish(message);
    const answer = this.#handshake.take(message);
    if (!answer) return;
    const { noCertificate, messages, finished, keys } = answer;
    this.#watcher.keyLog(this.#handshake.keyLogLine);
    this.#writer = new RecordWriter12(keys.version);
    const clear = (type: number, ...content: number[]): Outgoing[] => this.#writer.split(type, Buffer.from(content));
    const flight: Outgoing[] = [
      ...(noCertificate ? clear(contentTypes.alert, warning, alertNumbers.no_certificate) : []),
      ...inClear(messages),
      ...clear(contentTypes.changeCipherSpec, 1),
      { type: contentTypes.handshake, content: finished, epoch: 'application' },
    ];
    this.#writer.arm(new Sealing12(keys, 'client'));
    // One write: with Nagle's algorithm and delayed acknowledgements each further one costs 40 ms.
    this.#socket.write(this.#writer.encode(flight));
  }

  #finish(message: HandshakeMessage): void {
    this.#handshake.finish(message);
    const { version, suite, server } = this.#handshake;
    this.#stream = new SecureStream12({
      socket: this.#socket,
      send: (data, sent) => {
        this.#socket.write(this.#writer.encode(this.#writer.split(contentTypes.application, data)), sent);
      },
      close: () => {
        if (!this.#over) this.#send(contentTypes.alert, [warning, alertNumbers.close_notify]);
        this.#socket.end();
      },
    });
    const session = { version: knownVersion(version ?? 0) ?? 'TLS 1.2', suite: suiteName(suite ?? 0), server };
    this.#watcher.secured(this.#stream, session);
  }

  #alert(content: Buffer): void {
    const [level, code] = content;
    if (content.length !== 2 || code === undefined) throw new FatalAlert(alertNumbers.decode_error, 'no alert');
    this.#watcher.received(`alert ${alertName(code)}`);
    if (level === warning && code !== alertNumbers.close_notify) return;
    if (this.#stream && code === alertNumbers.close_notify) this.#stream.finish();
    else this.#end(null);
  }

  #application(type: number, content: Buffer): void {
    const what = type === contentTypes.application ? 'application_data' : `record of type ${type}`;
    this.#watcher.received(what);
    if (!this.#stream || type !== contentTypes.application) {
      throw new FatalAlert(alertNumbers.unexpected_message, what);
    }
    if (content.length > 0) this.#stream.deliver(content);
  }

  #fail(error: unknown): void {
    const alert = error instanceof Malformed ? new FatalAlert(alertNumbers.decode_error, error.message) : error;
    if (!(alert instanceof FatalAlert)) throw error;
    if (this.#over) return;
    this.#send(contentTypes.alert, [fatal, alert.code]);
    this.#end(`alert sent: ${alert.message}`);
  }

  #end(reason: string | null): void {
    if (this.#over) return;
    this.#over = true;
    this.#watcher.over(reason);
    this.#stream?.finish();
  }

  #send(type: number, content: number[]): void {
    // Node ends this direction by itself once the other side has.
    if (this.#socket.writable) this.#socket.write(this.#writer.encode(this.#writer.split(type, Buffer.from(content))));
  }
}
