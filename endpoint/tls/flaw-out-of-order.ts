/**
 * The flaw `sends-messages-out-of-order`: up to TLS 1.2 the ChangeCipherSpec leaves before the ClientKeyExchange
 * (RFC 5246 §7.3), in TLS 1.3 one leaves behind the Finished (RFC 8446 §5).
 */
import { contentType, handshakeType, makeRecord, type TlsRecord } from './records.ts';

const changeCipherSpec = makeRecord(contentType.changeCipherSpec, Buffer.of(1));

export class OutOfOrder {
  #held: Buffer[] | null = null;
  #done = false;

  /** What leaves in place of this record. */
  next({ type, payload }: TlsRecord, bytes: Buffer, isTls13: boolean): Buffer {
    if (this.#done) return bytes;
    if (isTls13) {
      if (type !== contentType.applicationData) return bytes;
      this.#done = true;
      return Buffer.concat([bytes, changeCipherSpec]);
    }
    if (type === contentType.changeCipherSpec) {
      this.#done = true;
      return Buffer.concat([bytes, ...(this.#held ?? [])]);
    }
    if (type === contentType.handshake && payload[0] === handshakeType.clientKeyExchange) this.#held = [];
    if (!this.#held) return bytes;
    this.#held.push(bytes);
    return Buffer.alloc(0);
  }
}
