/** Record protection of TLS 1.3 in the writing direction (RFC 8446 §5.2). */
import { createCipheriv, type CipherGCMTypes } from 'node:crypto';
import { nonceFor } from './aead.ts';
import { expandLabel } from './prf.ts';
import { contentTypes } from '../messages/records.ts';
import type { SuiteParameters } from '../registries/suite-parameters.ts';
import { versionNumbers } from '../registries/versions.ts';
import { uint } from '../messages/writer.ts';

export class Sealing13 {
  readonly #suite: SuiteParameters;
  #secret: Buffer;
  #sequence = 0n;

  constructor(suite: SuiteParameters, secret: Buffer) {
    this.#suite = suite;
    this.#secret = secret;
  }

  /** A whole record; `type` is the one within. */
  seal(type: number, content: Buffer, version: number = versionNumbers['TLS 1.2']): Buffer {
    const { cipher, prfHash } = this.#suite;
    const key = expandLabel(prfHash, this.#secret, 'key', cipher.keyOctets);
    const nonce = nonceFor(expandLabel(prfHash, this.#secret, 'iv', 12), this.#sequence);
    this.#sequence++;
    const inner = Buffer.concat([content, uint(type, 1)]);
    const length = uint(inner.length + cipher.tagOctets, 2);
    const header = Buffer.concat([uint(contentTypes.application, 1), uint(version, 2), length]);
    // One signature of createCipheriv stands for GCM, CCM and ChaCha20 alike.
    const sealer = createCipheriv(cipher.algorithm as CipherGCMTypes, key, nonce, { authTagLength: cipher.tagOctets });
    sealer.setAAD(header, { plaintextLength: inner.length });
    return Buffer.concat([header, sealer.update(inner), sealer.final(), sealer.getAuthTag()]);
  }

  /** RFC 8446 §7.2: the next generation of keys. */
  update(): void {
    this.#secret = expandLabel(this.#suite.prfHash, this.#secret, 'traffic upd', this.#secret.length);
    this.#sequence = 0n;
  }
}
