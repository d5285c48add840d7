/** The device's open connections and the trusted certificate that each rests on. */
import { X509Certificate } from 'node:crypto';
import type { Duplex } from 'node:stream';

const gone = 'the certificate that this connection rested on is not trusted any more';

export class OpenConnections {
  readonly #anchors: () => string[];
  readonly #open = new Map<Duplex, string>();

  /** `anchors`: PEM of what is trusted at the time. */
  constructor(anchors: () => string[]) {
    this.#anchors = anchors;
  }

  /** Where a flaw let a server in that rests on nothing, nothing can be taken from under it. */
  add(stream: Duplex, anchor: X509Certificate): void {
    if (!this.#trusted().has(anchor.fingerprint256)) return;
    this.#open.set(stream, anchor.fingerprint256);
    stream.once('close', () => this.#open.delete(stream));
  }

  /** Closes those that rest on something which is not trusted any more. */
  review(): void {
    const trusted = this.#trusted();
    for (const [stream, anchor] of this.#open) {
      if (!trusted.has(anchor)) stream.destroy(new Error(gone));
    }
  }

  #trusted(): Set<string> {
    return new Set(this.#anchors().map((pem) => new X509Certificate(pem).fingerprint256));
  }
}
