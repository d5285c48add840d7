/** What flaws of the device do to the clear handshake messages that pass an open gate, either way. */
import type { OutOfOrder } from './flaw-out-of-order.ts';
import { contentType, handshakeType, makeRecord, type TlsRecord } from './records.ts';

export interface FlawedFlightPolicy {
  /** Sends what leaves an open gate in another order. */
  outOfOrder?: OutOfOrder;
  /** Replaces the device's clear CertificateVerify; `transcript` is what it signs. Null: none leaves. */
  certificateVerify?: (message: Buffer, transcript: Buffer) => Buffer | null;
  /** Rewrites the clear CertificateRequest that OpenSSL gets. */
  certificateRequest?: (message: Buffer) => Buffer;
  /** A clear Certificate message for a server that has asked for none. */
  unaskedCertificate?: () => Buffer;
}

export class FlawedFlight {
  readonly #policy: FlawedFlightPolicy;
  /** The clear handshake messages so far, which a CertificateVerify signs. */
  readonly #transcript: Buffer[] = [];
  /** The device's own ChangeCipherSpec has left. */
  #isEncrypting = false;

  constructor(policy: FlawedFlightPolicy) {
    this.#policy = policy;
  }

  /** Whether what OpenSSL sends is looked at record by record even when the gate is open. */
  get readsOwn(): boolean {
    return this.#policy.certificateVerify !== undefined || this.#policy.outOfOrder !== undefined;
  }

  /** What the server has asked nobody for; null without the flaw. */
  get unasked(): Buffer | null {
    const { unaskedCertificate } = this.#policy;
    return unaskedCertificate ? makeRecord(contentType.handshake, unaskedCertificate()) : null;
  }

  /** Messages that both sides have seen. */
  heard(messages: readonly Buffer[]): void {
    this.#transcript.push(...messages);
  }

  /** What leaves in place of a record of OpenSSL. */
  outgoing(record: TlsRecord, isTls13: boolean): Buffer {
    const bytes = this.#signed(record);
    return this.#policy.outOfOrder?.next(record, bytes, isTls13) ?? bytes;
  }

  /** What OpenSSL gets in place of a record of the server. */
  incoming({ type, bytes, payload }: TlsRecord): Buffer {
    const isRequest = type === contentType.handshake && payload[0] === handshakeType.certificateRequest;
    return isRequest && this.#policy.certificateRequest
      ? makeRecord(type, this.#policy.certificateRequest(payload))
      : bytes;
  }

  #signed({ type, bytes, payload }: TlsRecord): Buffer {
    // From here on handshake messages are encrypted, and may begin like any other.
    if (type === contentType.changeCipherSpec) this.#isEncrypting = true;
    if (!this.#policy.certificateVerify || this.#isEncrypting || type !== contentType.handshake) return bytes;
    if (payload[0] !== handshakeType.certificateVerify) {
      this.heard([payload]);
      return bytes;
    }
    const signed = this.#policy.certificateVerify(payload, Buffer.concat(this.#transcript));
    return signed === null ? Buffer.alloc(0) : makeRecord(type, signed);
  }
}
