/**
 * A TLS 1.3 server on one socket: records, alerts and key changes around ServerHandshake13. Its whole flight is one write,
 * and after it, and after an alert of its own, it only reads until the client's Finished: writing on would make the kernel
 * throw the client's alert away.
 */
import type { Socket } from 'node:net';
import { alertName, alertNumbers } from '../registries/alerts.ts';
import { readPieces } from '../messages/incoming.ts';
import { extension } from '../messages/client-hello.ts';
import { FatalAlert, NotOffered, Undeliverable } from '../fatal-alert.ts';
import { groupName } from '../registries/groups.ts';
import { type HandshakeMessage, HandshakeStream } from '../messages/handshake-messages.ts';
import { writeOctets } from './octets.ts';
import { keyUpdate } from './post-handshake13.ts';
import { Protection13 } from '../protection/protection13.ts';
import { Malformed } from '../messages/reader.ts';
import { inRecords, longestContent, RecordWriter13 } from '../protection/record-writer13.ts';
import { contentTypes, type Piece } from '../messages/records.ts';
import { SecureStream12 } from './secure-stream12.ts';
import { type Flight13, ServerHandshake13, type ServerOptions13 } from './server-handshake13.ts';
import type { ServerWatcher } from './server-watcher.ts';
import { signatureSchemeName } from '../registries/signature-schemes.ts';
import { suiteName } from '../registries/suites.ts';
import type { Established, Outgoing, TlsFault } from '../faults/tls-fault.ts';

const warning = 1;
const fatal = 2;
const { handshake, alert, changeCipherSpec, application } = contentTypes;

export class Server13 {
  readonly #socket: Socket;
  readonly #watcher: ServerWatcher;
  readonly #messages = new HandshakeStream();
  readonly #handshake: ServerHandshake13;
  readonly #fault: TlsFault;
  readonly #writer = new RecordWriter13();
  /** `retried`: a HelloRetryRequest is out. */
  #phase: 'hello' | 'retried' | 'handshake' | 'open' | 'over' = 'hello';
  #suite = '';
  #reading: Protection13 | null = null;
  /** RFC 8446 §4.2.10: what was sent as early data cannot be read, and is skipped. */
  #skipsEarlyData = false;
  #stream: SecureStream12 | null = null;
  /** A fault has made the last of what is said. */
  #silent = false;
  #applicationRecords = 0;

  constructor(socket: Socket, options: ServerOptions13, watcher: ServerWatcher) {
    this.#socket = socket;
    this.#watcher = watcher;
    this.#handshake = new ServerHandshake13(options);
    this.#fault = options.fault;
    readPieces(socket, {
      piece: (piece) => this.#piece(piece),
      failed: (error) => this.#fail(error),
      ended: () => this.#stream?.finish(),
    });
  }

  #piece(piece: Piece): void {
    if (piece.kind !== 'record') {
      const what = piece.kind === 'clear' ? 'bytes that are no TLS' : piece.kind;
      return this.#unexpected(what);
    }
    if (piece.type !== application || this.#phase === 'hello') return this.#clear(piece.type, piece.body);
    const inner = this.#reading?.open(piece.header, piece.body);
    if (!inner) {
      this.#watcher.received(this.#skipsEarlyData ? 'early data' : 'a record that does not authenticate');
      if (this.#skipsEarlyData || this.#phase === 'over') return;
      throw new FatalAlert(alertNumbers.bad_record_mac, 'a record of the client does not authenticate');
    }
    this.#skipsEarlyData = false;
    if (inner.content.length > longestContent) {
      throw new FatalAlert(alertNumbers.record_overflow, `${inner.content.length} octets`);
    }
    if (inner.type === handshake) for (const message of this.#messages.push(inner.content)) this.#message(message);
    else if (inner.type === alert) this.#alert(inner.content);
    else this.#data(inner.type, inner.content);
  }

  /** RFC 8446 §5.1: ClientHello, ChangeCipherSpec, and alerts of a client that has no keys yet. */
  #clear(type: number, content: Buffer): void {
    const greeting = this.#phase === 'hello' || this.#phase === 'retried';
    if (type === handshake && greeting) {
      for (const message of this.#messages.push(content)) this.#message(message);
    } else if (this.#phase === 'hello') {
      throw new Undeliverable(`the connection begins with a record of type ${type}`);
    } else if (type === changeCipherSpec && this.#phase !== 'open') {
      this.#watcher.received('change_cipher_spec');
    } else if (type === alert && this.#phase !== 'open') {
      this.#alert(content);
    } else {
      this.#unexpected(`record of type ${type} in clear`);
    }
  }

  #unexpected(what: string): void {
    if (this.#phase === 'hello') throw new Undeliverable(`the connection begins with ${what}`);
    this.#watcher.received(what);
    if (this.#phase !== 'over') throw new FatalAlert(alertNumbers.unexpected_message, what);
  }

  #message(message: HandshakeMessage): void {
    if (this.#phase === 'hello') return this.#greet(message);
    this.#watcher.received(message.name);
    switch (this.#phase) {
      case 'over':
        return;
      case 'retried':
        return this.#greet(message);
      case 'open':
        return this.#afterwards(message);
      case 'handshake':
        return this.#handshake.awaitsFinished ? this.#finish(message) : this.#handshake.take(message);
    }
  }

  #greet(message: HandshakeMessage): void {
    const asked = message.name === 'client_hello' && this.#phase === 'hello';
    const refusal = asked ? (this.#watcher.hello?.() ?? null) : null;
    if (refusal !== null) throw new FatalAlert(refusal, 'as the lab chose');
    const answer = this.#handshake.greet(message);
    this.#skipsEarlyData = extension(this.#handshake.hello, 'early_data') !== undefined;
    if (answer.kind === 'retry') {
      this.#phase = 'retried';
      this.#write(answer.records);
      this.#watcher.greeted(`TLS 1.3 HelloRetryRequest ${suiteName(answer.retry.suite)}`);
    } else {
      this.#sendFlight(answer);
      const { suite, group, scheme } = answer.choice;
      this.#watcher.greeted(`TLS 1.3 ${suiteName(suite)} ${groupName(group)} ${signatureSchemeName(scheme)}`);
    }
  }

  #sendFlight({ records, choice, suite, handshake, application, keyLog }: Flight13): void {
    this.#phase = 'handshake';
    this.#suite = suiteName(choice.suite);
    this.#writer.protect(suite, { handshake: handshake.server, application: application.server });
    this.#reading = new Protection13(suite, [handshake.client, application.client]);
    for (const line of keyLog) this.#watcher.keyLog(line);
    const honest = records.flatMap(inRecords);
    this.#write(this.#fault.records?.('first', honest) ?? honest, this.#fault.octetBySegment);
  }

  #finish(message: HandshakeMessage): void {
    this.#handshake.finish(message);
    const { client } = this.#handshake;
    const refusal = this.#watcher.admit(client);
    if (refusal !== null) throw new FatalAlert(refusal, 'as the lab chose');
    this.#phase = 'open';
    this.#fault.afterHandshake?.(this.#established());
    if (this.#fault.unserved) return;
    const stream = new SecureStream12({
      socket: this.#socket,
      send: (data, sent) => this.#sendData(data, sent),
      close: () => {
        if (this.#silent) return;
        if (this.#phase === 'open') this.#sendAlert(warning, alertNumbers.close_notify);
        this.#socket.end();
      },
    });
    this.#stream = stream;
    this.#watcher.secured(stream, { version: 'TLS 1.3', suite: this.#suite, client });
  }

  #sendData(data: Buffer, sent: (error?: Error | null) => void): void {
    const first = this.#applicationRecords === 0;
    const records = inRecords({ type: application, content: data, epoch: 'application' }).flatMap((honest) => {
      const index = this.#applicationRecords++;
      return this.#fault.application?.(honest, index) ?? [honest];
    });
    this.#write(records, false, sent);
    if (first) this.#fault.afterFirstAnswer?.(this.#established());
  }

  #established(): Established {
    return {
      client: this.#handshake.hello,
      message: (...whole) => this.#write(whole.map((content) => ({ type: handshake, content, epoch: 'application' }))),
      send: (...records) => this.#write(records),
      changeKeys: () => this.#writer.update(),
    };
  }

  /** RFC 8446 §4.6: of a client only KeyUpdate, as nothing else is ever asked of it here. */
  #afterwards({ name, whole }: HandshakeMessage): void {
    if (name !== 'key_update') throw new FatalAlert(alertNumbers.unexpected_message, name);
    const requested = whole?.[4];
    if (whole?.length !== 5 || requested === undefined || requested > 1) {
      throw new FatalAlert(alertNumbers.illegal_parameter, 'a KeyUpdate that is none');
    }
    this.#reading?.update();
    if (requested === 0) return;
    const connection = this.#established();
    connection.message(keyUpdate(false));
    connection.changeKeys();
  }

  #alert(content: Buffer): void {
    const [level, code] = content;
    if (content.length !== 2 || code === undefined) throw new FatalAlert(alertNumbers.decode_error, 'no alert');
    this.#watcher.received(`alert ${alertName(code)}`);
    if (this.#phase === 'over') return;
    // RFC 8446 §6: the level of all others counts for nothing, but older stacks warn.
    if (level === warning && code !== alertNumbers.close_notify) return;
    if (this.#stream && code === alertNumbers.close_notify) this.#stream.finish();
    else this.#end(null);
  }

  #data(type: number, content: Buffer): void {
    const what = type === application ? 'application_data' : `record of type ${type}`;
    if (this.#phase !== 'open' || type !== application) return this.#unexpected(what);
    this.#watcher.received(what);
    if (content.length > 0) this.#stream?.deliver(content);
  }

  #fail(error: unknown): void {
    if (this.#phase === 'over') return;
    if (error instanceof Undeliverable || (error instanceof Malformed && this.#phase === 'hello')) {
      const why = error instanceof NotOffered ? 'not offered' : 'not deliverable';
      return this.#end(`${why}: ${error.message}`);
    }
    const reply = error instanceof Malformed ? new FatalAlert(alertNumbers.decode_error, error.message) : error;
    if (!(reply instanceof FatalAlert)) throw error;
    this.#sendAlert(fatal, reply.code);
    this.#end(`alert sent: ${reply.message}`);
  }

  #end(reason: string | null): void {
    this.#phase = 'over';
    this.#watcher.over(reason);
    this.#stream?.finish();
  }

  /** The server's Finished is out with its flight, so what follows it is under the application keys. */
  #sendAlert(level: number, code: number): void {
    this.#write([{ type: alert, content: Buffer.from([level, code]), epoch: this.#writer.epoch }]);
  }

  /** One write, so that nothing is written behind a byte that the client minds. */
  #write(records: readonly Outgoing[], octetBySegment = false, sent?: (error?: Error | null) => void): void {
    if (this.#silent || !this.#socket.writable) return sent?.();
    const bytes = this.#writer.encode(records);
    if (octetBySegment) writeOctets(this.#socket, bytes);
    else this.#socket.write(bytes, sent);
    this.#silent = records.some(({ then }) => then === 'fin' || then === 'silence');
    if (records.some(({ then }) => then === 'fin')) this.#socket.end();
  }
}
