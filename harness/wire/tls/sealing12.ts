/** Record protection of TLS 1.2 in the writing direction (RFC 5246 §6.2.3): AEAD, and CBC with the MAC inside. */
import { createCipheriv, type CipherGCMTypes, randomBytes } from 'node:crypto';
import { nonceFor } from './aead.ts';
import { additionalData, type Connection12, type Keys, keysOf } from './protection12.ts';
import { recordMac } from './record-mac.ts';
import { uint, vector } from './writer.ts';

export class Sealing12 {
  readonly #connection: Connection12;
  readonly #keys: Keys;
  #sequence = 0n;

  constructor(connection: Connection12, direction: 'client' | 'server') {
    this.#connection = connection;
    this.#keys = keysOf(connection, direction);
  }

  /** A whole record; `content` has at most 16384 octets. */
  seal(type: number, content: Buffer): Buffer {
    const header = Buffer.concat([uint(type, 1), uint(this.#connection.version, 2)]);
    const authenticated = additionalData(this.#sequence, header, content.length);
    const aead = this.#connection.suite.cipher.kind === 'aead';
    const body = aead ? this.#sealAead(authenticated, content) : this.#sealCbc(authenticated, content);
    this.#sequence++;
    return Buffer.concat([header, vector(2, body)]);
  }

  #sealAead(authenticated: Buffer, content: Buffer): Buffer {
    const { cipher } = this.#connection.suite;
    // RFC 5288 §3: the explicit part of the nonce may be the sequence number. RFC 7905 §2 has none.
    const explicit = Buffer.alloc(cipher.ivOctets === 12 ? 0 : 8);
    if (explicit.length > 0) explicit.writeBigUInt64BE(this.#sequence);
    const nonce =
      explicit.length > 0 ? Buffer.concat([this.#keys.iv, explicit]) : nonceFor(this.#keys.iv, this.#sequence);
    // One signature of createCipheriv stands for GCM and ChaCha20 alike.
    const sealer = createCipheriv(cipher.algorithm as CipherGCMTypes, this.#keys.key, nonce, {
      authTagLength: cipher.tagOctets,
    });
    sealer.setAAD(authenticated, { plaintextLength: content.length });
    return Buffer.concat([explicit, sealer.update(content), sealer.final(), sealer.getAuthTag()]);
  }

  /** RFC 5246 §6.2.3.2: a fresh IV in front; MAC, then padding, then encryption. */
  #sealCbc(authenticated: Buffer, content: Buffer): Buffer {
    const { suite, version } = this.#connection;
    const block = suite.cipher.ivOctets;
    const mac = recordMac(suite.mac?.hash ?? 'sha1', this.#keys.mac, authenticated, content, version);
    const padding = block - ((content.length + mac.length) % block);
    const iv = randomBytes(block);
    const sealer = createCipheriv(suite.cipher.algorithm, this.#keys.key, iv).setAutoPadding(false);
    const padded = Buffer.concat([content, mac, Buffer.alloc(padding, padding - 1)]);
    return Buffer.concat([iv, sealer.update(padded), sealer.final()]);
  }
}
