/**
 * Cuts a byte stream into SIP messages by Content-Length in bytes (RFC 3261 §18.3), over any chunking.
 */
import { contentLength, headerEnd, parseHead, type SipMessage, SipSyntaxError } from './message.ts';

const carriageReturn = 13;
const lineFeed = 10;
const maximumMessage = 128 * 1024;

export class SipFramer {
  /** CRLFCRLF seen between messages: pings of RFC 5626 §3.5.1, to be answered with one CRLF. */
  pings = 0;
  /** Why the stream can not be read further; all later bytes are dropped. Null while it can. */
  error: SipSyntaxError | null = null;
  #pending: Buffer = Buffer.alloc(0);

  /** The messages that this chunk completes. Does not throw: see `error` (a message over 128 KiB is one, too). */
  push(chunk: Buffer): SipMessage[] {
    const messages: SipMessage[] = [];
    if (this.error) return messages;
    this.#pending = Buffer.concat([this.#pending, chunk]);
    try {
      for (let message = this.#next(); message; message = this.#next()) messages.push(message);
    } catch (error) {
      if (!(error instanceof SipSyntaxError)) throw error;
      this.error = error;
      this.#pending = Buffer.alloc(0);
    }
    return messages;
  }

  #next(): SipMessage | null {
    this.#skipKeepAlives();
    const end = this.#pending.indexOf(headerEnd);
    if (end < 0 && this.#pending.length <= maximumMessage) return null;
    if (end < 0 || end > maximumMessage) throw new SipSyntaxError(`no end of headers within ${maximumMessage} bytes`);
    const message = parseHead(this.#pending.subarray(0, end));
    const length = contentLength(message);
    // RFC 3261 §18.3: over a stream Content-Length is mandatory; without it the next message can not be found.
    if (length === null) throw new SipSyntaxError(`no Content-Length in ${message.startLine.slice(0, 80)}`);
    const total = end + headerEnd.length + length;
    if (total > maximumMessage) throw new SipSyntaxError(`a message of ${total} bytes; at most ${maximumMessage}`);
    if (this.#pending.length < total) return null;
    message.body = Buffer.from(this.#pending.subarray(end + headerEnd.length, total));
    this.#pending = Buffer.from(this.#pending.subarray(total));
    return message;
  }

  /** RFC 3261 §7.5: CRLFs before a start line are ignored. One lone CRLF waits, for it may be half a ping. */
  #skipKeepAlives(): void {
    let at = 0;
    const isLineEnd = (offset: number): boolean =>
      this.#pending[offset] === carriageReturn && this.#pending[offset + 1] === lineFeed;
    while (isLineEnd(at)) {
      if (isLineEnd(at + 2)) {
        this.pings++;
        at += 4;
      } else if (
        this.#pending.length > at + 3 ||
        (this.#pending.length > at + 2 && this.#pending[at + 2] !== carriageReturn)
      ) {
        at += 2;
      } else {
        break;
      }
    }
    this.#pending = this.#pending.subarray(at);
  }
}
