/** The handshake messages that a signature covers (RFC 8446 §4.4.1, RFC 5246 §7.4.8). */
import { createHash } from 'node:crypto';

/** More than any honest handshake; past it nothing is kept and no signature can be checked. */
const longestTranscript = 2 * 1024 * 1024;

export class HandshakeTranscript {
  #messages: Buffer[] = [];
  #size = 0;
  /** TLS 1.3 after the client's Finished: what a later CertificateRequest builds on (RFC 8446 §4.4). */
  #base: Buffer[] | null = null;

  /** `whole` with its handshake header. RFC 5246 §7.4.1.1 leaves HelloRequest out. */
  add(name: string, whole: Buffer): void {
    if (name === 'hello_request') return;
    if (this.#base) {
      if (name === 'certificate_request') this.#messages = [...this.#base];
      else if (name !== 'certificate') return;
    }
    this.#size += whole.length;
    if (this.#size <= longestTranscript) this.#messages.push(whole);
  }

  /** RFC 8446 §4.4.1: a HelloRetryRequest turns the first ClientHello into a message_hash. */
  retry(hash: string): void {
    const digest = createHash(hash).update(Buffer.concat(this.#messages)).digest();
    this.#messages = [Buffer.concat([Buffer.from([254, 0, 0, digest.length]), digest])];
  }

  restart(): void {
    this.#messages = [];
    this.#size = 0;
  }

  freeze(): void {
    this.#base ??= [...this.#messages];
  }

  /** Null when it grew too long. */
  bytes(): Buffer | null {
    return this.#size <= longestTranscript ? Buffer.concat(this.#messages) : null;
  }
}
