/** Records of one connection (RFC 5246 §6.2; RFC 8446 §5): the rules of the record layer, and the keys of both directions. */
import type { Socket } from 'node:net';
import { fatalAlert, type Alert } from '../alerts.ts';
import { Objection } from '../objection.ts';
import { contentType, type TlsRecord } from '../records.ts';
import { Intake } from './intake.ts';
import { uint } from './octets.ts';
import type { Protection } from './protection.ts';
import { Breach, type Rules } from './rules.ts';

export interface Content {
  type: number;
  payload: Buffer;
}

/** Thrown where the server answers in clear text, and a flaw goes on with that. */
export class ClearText extends Error {}
/** Thrown where the server answers in SSL 2.0, and a flaw goes on with that. */
export class Ssl2Answer extends Error {}

const MAX_CONTENT = 2 ** 14;
/** RFC 5246 §6.2.3, RFC 8446 §5.2. */
const expansion = { clear: 0, tls12: 2048, tls13: 256 };
/** Records without content in a row. */
const MAX_EMPTY = 32;
/** A refused server may have bytes on the way; closing over them would reset the connection and lose the alert. */
const LINGER_MS = 1000;
const heartbeat = 24;

export class Wire {
  readonly socket: Socket;
  readonly rules: Rules;
  reading: Protection | null = null;
  writing: Protection | null = null;
  isTls13 = false;
  readonly #intake: Intake;
  #empty = 0;
  #isClosed = false;

  constructor(socket: Socket, rules: Rules) {
    this.socket = socket;
    this.rules = rules;
    this.#intake = new Intake(socket);
    // A half that stays open is closed by who has read to its end, unless it does not heed that.
    socket.allowHalfOpen = true;
  }

  /** Whether something is awaited from the server. */
  get isWaiting(): boolean {
    return this.#intake.isWaiting;
  }

  /** Null: the stream has ended. Rejects with Breach, ClearText, or the error of the socket. */
  async next(): Promise<Content | null> {
    for (;;) {
      const record = await this.#record();
      if (record === null) return null;
      const content = this.#open(record);
      if (content.type !== heartbeat || !this.rules.has('answers-heartbeat')) return content;
      this.#answerHeartbeat(content.payload);
    }
  }

  /** Never resolves; rejects once it is interrupted. */
  idle(): Promise<never> {
    return this.#intake.idle();
  }

  /** Takes what comes to the end, and rejects then. */
  async drain(): Promise<never> {
    while ((await this.next()) !== null);
    throw new Objection('network', null, 'the server closed the connection during the TLS handshake');
  }

  send(type: number, content: Buffer): void {
    for (let at = 0; at === 0 || at < content.length; at += MAX_CONTENT)
      this.#write(type, content.subarray(at, at + MAX_CONTENT));
  }

  /** A record in clear, whatever keys there are. */
  sendClear(type: number, content: Buffer, recordVersion = 0x0303): void {
    if (!this.#isClosed)
      this.socket.write(Buffer.concat([uint(type, 1), uint(recordVersion, 2), uint(content.length, 2), content]));
  }

  /** Octets that are no record of TLS. */
  sendRaw(octets: Buffer): void {
    if (!this.#isClosed) this.socket.write(octets);
  }

  /** Every `next` rejects with the error. */
  interrupt(error: Error): void {
    this.#intake.fail(error);
  }

  /** Says the alert, where there is one, and closes as gently as it needs. */
  close(alert: Alert | Buffer | null): void {
    if (this.#isClosed) return;
    const said = typeof alert === 'string' ? fatalAlert(alert) : alert;
    if (said) this.#write(contentType.alert, said);
    this.#isClosed = true;
    const { socket } = this;
    socket.resume();
    socket.end();
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  }

  /** Leaves the socket to others as it is. */
  release(): Socket {
    this.#isClosed = true;
    this.#intake.release();
    return this.socket;
  }

  #write(type: number, content: Buffer): void {
    if (!this.writing) return this.sendClear(type, content);
    this.sendRaw(this.writing.encrypt(type, content));
  }

  async #record(): Promise<TlsRecord | null> {
    const { rules } = this;
    if (!(await this.#intake.need(5))) return null;
    this.#checkStart(this.#intake.peek(5));
    const length = this.#intake.peek(5).readUInt16BE(3);
    const most = MAX_CONTENT + expansion[!this.reading ? 'clear' : this.isTls13 ? 'tls13' : 'tls12'];
    const text = `the server sent a record of ${length} octets`;
    rules.must(length <= most, 'record_overflow', text, 'accepts-oversized-records');
    if (rules.has('refuses-segments') && this.#intake.length < 5 + length)
      throw new Breach('decode_error', 'the server sent a record in several segments');
    if (!(await this.#intake.need(5 + length))) return null;
    const bytes = this.#intake.take(5 + length);
    return { type: bytes[0]!, bytes, payload: bytes.subarray(5) };
  }

  #checkStart(header: Buffer): void {
    const { rules } = this;
    const isText = header[0]! >= 0x40 && header[0]! < 0x7f && header[1] !== 3;
    if (isText && rules.has('accepts-clear-text')) throw new ClearText();
    // SSL 2.0: a length of two octets, then the type SERVER-HELLO.
    if (header[0]! >= 0x80 && header[2] === 4 && rules.has('accepts-sslv2-hello')) throw new Ssl2Answer();
    const isRecord = header[0]! >= contentType.changeCipherSpec && header[0]! <= heartbeat;
    const unknown = `the server sent a record of the unknown type ${header[0]}`;
    rules.must(isRecord, 'unexpected_message', unknown, 'accepts-unknown-records');
    const noVersion = 'the server sent a record of no version of TLS';
    rules.must(header[1] === 3, 'protocol_version', noVersion, 'accepts-any-record-version');
  }

  #open(record: TlsRecord): Content {
    const { rules, reading } = this;
    const isCompatibility = this.isTls13 && record.type === contentType.changeCipherSpec;
    if (!reading || isCompatibility) return this.#counted(record);
    const isSealed = !this.isTls13 || record.type === contentType.applicationData;
    rules.must(isSealed, 'unexpected_message', 'the server sent a record in clear after its ServerHello');
    let content: Content;
    try {
      content = reading.decrypt(record, rules.has('accepts-damaged-records'));
    } catch {
      throw new Breach('bad_record_mac', 'a record of the server cannot be decrypted');
    }
    const isShort = content.payload.length <= MAX_CONTENT;
    rules.must(isShort, 'record_overflow', 'a record of the server carries too much', 'accepts-oversized-records');
    return this.#counted(content);
  }

  #counted({ type, payload }: Content): Content {
    this.#empty = payload.length === 0 ? this.#empty + 1 : 0;
    if (this.#empty > MAX_EMPTY) throw new Breach('unexpected_message', 'the server sends nothing but empty records');
    return { type, payload };
  }

  /** RFC 6520 §4, as it must not be: with what is asked for and was not sent. */
  #answerHeartbeat(request: Buffer): void {
    if (request[0] !== 1 || request.length < 3) return;
    const claimed = Math.min(request.readUInt16BE(1), MAX_CONTENT - 19);
    const answer = Buffer.alloc(3 + claimed + 16);
    answer[0] = 2;
    answer.writeUInt16BE(claimed, 1);
    request.copy(answer, 3, 3);
    this.#write(heartbeat, answer);
  }
}
