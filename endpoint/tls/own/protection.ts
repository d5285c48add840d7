/** Records under the keys of TLS 1.2 (RFC 5246 §6.2.3.3, RFC 5288, RFC 7905). Those of TLS 1.3 are in ../traffic-keys.ts. */
import { createCipheriv, createDecipheriv, type CipherGCMTypes } from 'node:crypto';
import type { TlsRecord } from '../records.ts';
import { uint } from './octets.ts';
import type { Cipher } from './suites.ts';

/** What seals and opens the records of one direction. */
export interface Protection {
  /** The whole record. */
  encrypt(type: number, content: Buffer): Buffer;
  /** Throws Error where the authentication fails, unless `isLax`. */
  decrypt(record: TlsRecord, isLax: boolean): { type: number; payload: Buffer };
}

const TAG = 16;

export class Protection12 implements Protection {
  readonly #cipher: Cipher;
  readonly #key: Buffer;
  readonly #iv: Buffer;
  #sequence = 0n;

  /** `iv`: four octets for GCM, twelve for ChaCha20. */
  constructor(cipher: Cipher, key: Buffer, iv: Buffer) {
    this.#cipher = cipher;
    this.#key = key;
    this.#iv = iv;
  }

  encrypt(type: number, content: Buffer): Buffer {
    const sequence = this.#next();
    // RFC 5288 §3: the explicit part of the nonce may be the sequence number.
    const explicit = this.#isGcm ? sequence : Buffer.alloc(0);
    const cipher = createCipheriv(this.#name, this.#key, this.#nonce(sequence, explicit), { authTagLength: TAG });
    cipher.setAAD(additional(sequence, type, content.length));
    const sealed = Buffer.concat([explicit, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
    return Buffer.concat([Buffer.from([type, 3, 3]), uint(sealed.length, 2), sealed]);
  }

  decrypt({ bytes, payload }: TlsRecord, isLax: boolean): { type: number; payload: Buffer } {
    const type = bytes[0]!;
    const sequence = this.#next();
    const explicit = payload.subarray(0, this.#isGcm ? 8 : 0);
    const end = payload.length - TAG;
    if (end < explicit.length) throw new Error('the record is too short');
    const decipher = createDecipheriv(this.#name, this.#key, this.#nonce(sequence, explicit), { authTagLength: TAG });
    decipher.setAAD(additional(sequence, type, end - explicit.length));
    decipher.setAuthTag(payload.subarray(end));
    const content = decipher.update(payload.subarray(explicit.length, end));
    if (!isLax) decipher.final();
    return { type, payload: content };
  }

  get #isGcm(): boolean {
    return this.#cipher.name !== 'chacha20-poly1305';
  }

  get #name(): CipherGCMTypes {
    return this.#cipher.name as CipherGCMTypes;
  }

  #next(): Buffer {
    const octets = Buffer.alloc(8);
    octets.writeBigUInt64BE(this.#sequence++);
    return octets;
  }

  #nonce(sequence: Buffer, explicit: Buffer): Buffer {
    if (this.#isGcm) return Buffer.concat([this.#iv, explicit]);
    const nonce = Buffer.from(this.#iv);
    for (let at = 0; at < 8; at++) nonce[4 + at]! ^= sequence[at]!;
    return nonce;
  }
}

const additional = (sequence: Buffer, type: number, length: number): Buffer =>
  Buffer.concat([sequence, Buffer.from([type, 3, 3]), uint(length, 2)]);
