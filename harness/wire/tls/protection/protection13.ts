/**
 * Record protection of TLS 1.3 (RFC 8446 §5.2) for one direction. The keys of the handshake and of the application
 * data are tried in turn, so a rejected 0-RTT flight or a key log with a gap costs only the records that it hides.
 */
import { nonceFor, openAead } from './aead.ts';
import { expandLabel } from './prf.ts';
import type { SuiteParameters } from '../registries/suite-parameters.ts';

interface Epoch {
  secret: Buffer;
  key: Buffer;
  iv: Buffer;
  sequence: bigint;
}

export class Protection13 {
  readonly #suite: SuiteParameters;
  /** The first is in use; later ones wait. */
  #epochs: Epoch[];

  /** Traffic secrets in their order of use; those that are not known are left out. */
  constructor(suite: SuiteParameters, secrets: readonly Buffer[]) {
    this.#suite = suite;
    this.#epochs = secrets.map((secret) => this.#epoch(secret));
  }

  /** The inner type and content of a record, or null where no key opens it. */
  open(header: Buffer, body: Buffer): { type: number; content: Buffer } | null {
    for (const [index, epoch] of this.#epochs.entries()) {
      const inner = openAead(this.#suite.cipher, epoch.key, nonceFor(epoch.iv, epoch.sequence), body, header);
      if (!inner) continue;
      epoch.sequence++;
      this.#epochs = this.#epochs.slice(index);
      // RFC 8446 §5.4: zeros, then the type, counted from the end.
      let end = inner.length;
      while (end > 0 && inner[end - 1] === 0) end--;
      return end === 0 ? null : { type: inner[end - 1] ?? 0, content: inner.subarray(0, end - 1) };
    }
    return null;
  }

  /** RFC 8446 §7.2: after a KeyUpdate of this direction. */
  update(): void {
    const current = this.#epochs[0];
    if (current)
      this.#epochs = [
        this.#epoch(expandLabel(this.#suite.prfHash, current.secret, 'traffic upd', current.secret.length)),
      ];
  }

  #epoch(secret: Buffer): Epoch {
    const { cipher, prfHash } = this.#suite;
    const key = expandLabel(prfHash, secret, 'key', cipher.keyOctets);
    return { secret, key, iv: expandLabel(prfHash, secret, 'iv', 12), sequence: 0n };
  }
}
