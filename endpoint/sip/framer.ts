/** SIP messages out of a byte stream (RFC 3261 §18.3, RFC 5626 §3.5.1), with bounds on what is kept. */

export class FramingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FramingError';
  }
}

export interface FramerEvents {
  /** One whole message, decoded as UTF-8 after it was cut by octets. */
  message(text: string): void;
  /** CRLF CRLF between messages; to be answered with CRLF. */
  ping(): void;
  /** One CRLF between messages; returns whether it answers a ping of ours, so that it is no half of one of theirs. */
  pong?(): boolean;
  /** The head of a message whose body is too long to be kept and is passed over; where this is left out it ends the stream. */
  tooLong?(head: string): void;
}

const LONGEST_HEADER = 64 * 1024;
const LONGEST_BODY = 64 * 1024;
/** A body that is passed over costs time only, but whoever announces more than this is not worth it. */
const LONGEST_PASSED_OVER = 16 * 1024 * 1024;
const END_OF_HEADER = Buffer.from('\r\n\r\n');

export class Framer {
  readonly #events: FramerEvents;
  readonly #longestBody: number;
  #kept: Buffer = Buffer.alloc(0);
  #lineEnds = 0;
  /** Octets of a body that are still to be passed over. */
  #passing = 0;

  /** @param longestBody octets of a body that is still taken */
  constructor(events: FramerEvents, longestBody = LONGEST_BODY) {
    this.#events = events;
    this.#longestBody = longestBody;
  }

  /** @throws FramingError when the stream cannot be followed any further; the connection is then to be closed. */
  push(chunk: Buffer): void {
    this.#kept = this.#kept.length === 0 ? chunk : Buffer.concat([this.#kept, chunk]);
    while (this.#passOver() || this.#skipLineEnd() || this.#takeMessage());
  }

  #passOver(): boolean {
    const passed = Math.min(this.#passing, this.#kept.length);
    this.#passing -= passed;
    this.#kept = this.#kept.subarray(passed);
    return passed > 0;
  }

  #skipLineEnd(): boolean {
    if (this.#kept[0] !== 0x0d || this.#kept[1] !== 0x0a) return false;
    this.#kept = this.#kept.subarray(2);
    this.#lineEnds = this.#events.pong?.() ? 0 : this.#lineEnds + 1;
    if (this.#lineEnds === 2) {
      this.#lineEnds = 0;
      this.#events.ping();
    }
    return true;
  }

  #takeMessage(): boolean {
    if (this.#kept.length === 0 || (this.#kept.length === 1 && this.#kept[0] === 0x0d)) return false;
    const headerEnd = this.#kept.indexOf(END_OF_HEADER);
    if (headerEnd < 0 ? this.#kept.length > LONGEST_HEADER : headerEnd > LONGEST_HEADER)
      throw new FramingError(`a message header is longer than ${LONGEST_HEADER} octets`);
    if (headerEnd < 0) return false;
    const head = this.#kept.toString('latin1', 0, headerEnd);
    const length = contentLength(head);
    const end = headerEnd + END_OF_HEADER.length + length;
    if (length > this.#longestBody) return this.#refuse(head, length);
    if (this.#kept.length < end) return false;
    const text = this.#kept.toString('utf8', 0, end);
    this.#kept = this.#kept.subarray(end);
    this.#lineEnds = 0;
    this.#events.message(text);
    return true;
  }

  #refuse(head: string, length: number): true {
    if (!this.#events.tooLong || length > LONGEST_PASSED_OVER)
      throw new FramingError(`a message body is longer than ${this.#longestBody} octets`);
    this.#kept = this.#kept.subarray(head.length + END_OF_HEADER.length);
    this.#passing = length;
    this.#lineEnds = 0;
    this.#events.tooLong(head);
    return true;
  }
}

/** RFC 3261 §18.3: on a stream Content-Length is a must; without it nobody knows where the next message begins. */
function contentLength(header: string): number {
  const unfolded = header.replace(/\r\n[ \t]+/g, ' ');
  const values = [...unfolded.matchAll(/\r\n(?:content-length|l)[ \t]*:[ \t]*([^\r\n]*)/gi)].map(([, value]) =>
    (value ?? '').trim(),
  );
  const [value] = values;
  if (value === undefined) throw new FramingError('a message has no Content-Length');
  if (values.some((other) => other !== value) || !/^\d{1,9}$/.test(value))
    throw new FramingError('a message has no usable Content-Length');
  return Number(value);
}
