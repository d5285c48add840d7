/** TLS records (RFC 8446 §5.1) and handshake messages (§4), cut out of byte streams. */

export const contentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

export const handshakeType = {
  helloRequest: 0,
  clientHello: 1,
  serverHello: 2,
  encryptedExtensions: 8,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  certificateStatus: 22,
} as const;

export interface TlsRecord {
  type: number;
  /** Header and payload. */
  bytes: Buffer;
  payload: Buffer;
}

export interface HandshakeMessage {
  type: number;
  body: Buffer;
  /** Header and body: what goes into the transcript hash. */
  bytes: Buffer;
}

/** Larger than anything a record may carry, compressed or encrypted (RFC 5246 §6.2.3). */
const MAX_RECORD = 16384 + 2048;
/** OpenSSL takes certificate lists up to 100 KiB; more than this is refused here already. */
const MAX_HANDSHAKE = 256 * 1024;

export function makeRecord(type: number, payload: Buffer): Buffer {
  const header = Buffer.from([type, 3, 3, 0, 0]);
  header.writeUInt16BE(payload.length, 3);
  return Buffer.concat([header, payload]);
}

export class RecordSplitter {
  #buffered = Buffer.alloc(0);

  /** The records completed by `chunk`. Throws Error at what is no TLS record; `rest()` has the bytes from there on. */
  *push(chunk: Buffer): Generator<TlsRecord> {
    this.#buffered = Buffer.concat([this.#buffered, chunk]);
    while (this.#buffered.length >= 5) {
      const type = this.#buffered[0]!;
      const length = this.#buffered.readUInt16BE(3);
      if (type < 20 || type > 23 || this.#buffered[1] !== 3 || length > MAX_RECORD) throw new Error('no TLS record');
      if (this.#buffered.length < 5 + length) break;
      const bytes = this.#buffered.subarray(0, 5 + length);
      this.#buffered = this.#buffered.subarray(5 + length);
      yield { type, bytes, payload: bytes.subarray(5) };
    }
  }

  /** What is left over; the splitter is empty afterwards. */
  rest(): Buffer {
    const rest = this.#buffered;
    this.#buffered = Buffer.alloc(0);
    return rest;
  }
}

export class HandshakeReader {
  #buffered = Buffer.alloc(0);
  #total = 0;

  /** Whether nothing is left of an unfinished message. */
  get empty(): boolean {
    return this.#buffered.length === 0;
  }

  /** The messages completed by the payload of a handshake record. Throws Error when a flight grows out of bounds. */
  push(payload: Buffer): HandshakeMessage[] {
    this.#total += payload.length;
    if (this.#total > MAX_HANDSHAKE) throw new Error(`the server's handshake has more than ${MAX_HANDSHAKE} bytes`);
    this.#buffered = Buffer.concat([this.#buffered, payload]);
    const messages: HandshakeMessage[] = [];
    while (this.#buffered.length >= 4) {
      const end = 4 + this.#buffered.readUIntBE(1, 3);
      if (end > MAX_HANDSHAKE) throw new Error(`a message of the server has more than ${MAX_HANDSHAKE} bytes`);
      if (this.#buffered.length < end) break;
      const bytes = this.#buffered.subarray(0, end);
      messages.push({ type: bytes[0]!, body: bytes.subarray(4), bytes });
      this.#buffered = this.#buffered.subarray(end);
    }
    return messages;
  }
}
