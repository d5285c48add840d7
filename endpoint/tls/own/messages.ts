/** Handshake messages out of records and into them (RFC 5246 §7.4; RFC 8446 §4), with their transcript. */
import { createHash } from 'node:crypto';
import { alertName } from '../alerts.ts';
import { contentType, type HandshakeMessage } from '../records.ts';
import { Objection } from '../objection.ts';
import { message } from './numbers.ts';
import { vector } from './octets.ts';
import { Breach } from './rules.ts';
import type { Wire } from './wire.ts';

/** The device reads lists of certificates of 100 KiB, and no other message is as long. */
const MAX_MESSAGE = 120 * 1024;
const MAX_WARNINGS = 5;
const [closeNotify, userCanceled, noRenegotiation] = [0, 90, 100];

/** The server has told by an alert that it goes no further. */
const endedBy = (code: number): Objection =>
  new Objection('alert', null, `the server broke off with the alert ${alertName(code)}`);

export class Messages {
  readonly wire: Wire;
  /** Whole messages, as they go into the hash. */
  readonly transcript: Buffer[] = [];
  /** Application data that came before the end of the handshake. */
  readonly early: Buffer[] = [];
  #partial = Buffer.alloc(0);
  #warnings = 0;

  constructor(wire: Wire) {
    this.wire = wire;
  }

  hash(name: string): Buffer {
    return createHash(name).update(Buffer.concat(this.transcript)).digest();
  }

  /** The next message of the server; it is in the transcript. */
  async next(): Promise<HandshakeMessage> {
    for (;;) {
      const found = this.#complete();
      if (found) return found;
      const type = await this.#more();
      const text = 'the server sent a ChangeCipherSpec out of order';
      if (type === contentType.changeCipherSpec)
        this.wire.rules.must(false, 'unexpected_message', text, 'accepts-early-change');
    }
  }

  /** RFC 5246 §7.1: awaits the ChangeCipherSpec; messages are not taken meanwhile. */
  async changeCipherSpec(): Promise<void> {
    for (;;) {
      const isFree = this.#partial.length === 0;
      this.wire.rules.must(isFree, 'unexpected_message', 'a message came before ChangeCipherSpec', 'accepts-any-order');
      if (!isFree) this.#complete();
      if ((await this.#more()) === contentType.changeCipherSpec) return;
    }
  }

  /** RFC 8446 §5.1: no message may lie across a change of keys. */
  checkBoundary(): void {
    const isFree = this.#partial.length === 0;
    this.wire.rules.must(isFree, 'unexpected_message', 'the server sent messages in clear behind its ServerHello');
  }

  send(type: number, body: Buffer): void {
    const whole = Buffer.concat([Buffer.from([type]), vector(3, body)]);
    this.transcript.push(whole);
    this.wire.send(contentType.handshake, whole);
  }

  /** Takes a payload of a handshake record; the messages that it completes. */
  *push(payload: Buffer): Generator<HandshakeMessage> {
    this.#partial = Buffer.concat([this.#partial, payload]);
    for (let found = this.#complete(); found; found = this.#complete()) yield found;
  }

  #complete(): HandshakeMessage | null {
    const { rules } = this.wire;
    if (this.#partial.length < 4) return null;
    const length = this.#partial.readUIntBE(1, 3);
    const isLong = length > MAX_MESSAGE;
    rules.must(!isLong, 'illegal_parameter', `a message of ${length} octets`, 'waits-for-endless-messages');
    if (this.#partial.length < 4 + length) return null;
    const bytes = this.#partial.subarray(0, 4 + length);
    this.#partial = this.#partial.subarray(4 + length);
    if (rules.has('refuses-joined-messages') && this.#partial.length > 0)
      throw new Breach('decode_error', 'the server sent several messages in one record');
    // RFC 5246 §7.4.1.1: it is not part of what Finished is about.
    if (bytes[0] !== message.helloRequest) this.transcript.push(bytes);
    return { type: bytes[0]!, body: bytes.subarray(4), bytes };
  }

  /** Takes one record; the content type that it was. */
  async #more(): Promise<number> {
    const { rules, isTls13 } = this.wire;
    const content = await this.wire.next();
    if (content === null) return this.#ended();
    const { type, payload } = content;
    if (type === contentType.handshake) {
      this.#partial = Buffer.concat([this.#partial, payload]);
      this.#checkWhole();
      return type;
    }
    // RFC 8446 §5.1: nothing comes in between the fragments of a message.
    const isFree = this.#partial.length === 0;
    rules.must(isFree, 'unexpected_message', 'another record came inside a message', 'accepts-any-order');
    if (type === contentType.alert) await this.#heed(payload);
    else if (type === contentType.applicationData) {
      const text = 'application data came before the end of the handshake';
      rules.must(false, 'unexpected_message', text, 'accepts-early-application-data', 'accepts-clear-text');
      this.early.push(payload);
    } else if (type === contentType.changeCipherSpec) {
      const isOne = payload.length === 1 && payload[0] === 1;
      rules.must(isOne, isTls13 ? 'unexpected_message' : 'illegal_parameter', 'a malformed ChangeCipherSpec');
      // RFC 8446 §5: of no meaning there.
      if (isTls13) return contentType.handshake;
    } else {
      rules.must(false, 'unexpected_message', `a record of the type ${type}`, 'accepts-unknown-records');
    }
    return type;
  }

  /** For `refuses-fragments`. */
  #checkWhole(): void {
    if (!this.wire.rules.has('refuses-fragments') || this.#partial.length === 0) return;
    const isWhole = this.#partial.length >= 4 && this.#partial.length >= 4 + this.#partial.readUIntBE(1, 3);
    if (!isWhole) throw new Breach('decode_error', 'the server sent a message in several records');
  }

  async #heed(alert: Buffer): Promise<void> {
    const { rules, isTls13 } = this.wire;
    const [level, code = 0] = alert;
    if (alert.length !== 2) throw new Breach('decode_error', 'the server sent a malformed alert');
    if (rules.has('ignores-fatal-alerts')) return;
    // RFC 8446 §6: all but two are fatal there, whatever level they name.
    const isWarning = level === 1 && (!isTls13 || code === userCanceled || code === noRenegotiation);
    if (code === closeNotify || !isWarning) throw endedBy(code);
    if (rules.has('refuses-warning')) throw new Breach('handshake_failure', `the server warned: ${alertName(code)}`);
    if (++this.#warnings > MAX_WARNINGS) throw new Breach('unexpected_message', 'the server sends warnings on end');
  }

  async #ended(): Promise<never> {
    if (this.wire.rules.has('ignores-fatal-alerts')) return this.wire.idle();
    throw new Objection('network', null, 'the server closed the connection during the TLS handshake');
  }
}
