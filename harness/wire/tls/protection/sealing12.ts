/** Record protection of SSL 3.0 to TLS 1.2 in the writing direction (RFC 5246 §6.2.3, RFC 2246 §6.2.3, RFC 6101 §5.2.3). */
import { type Cipher as RunningCipher, createCipheriv, type CipherGCMTypes, randomBytes } from 'node:crypto';
import { nonceFor } from './aead.ts';
import { additionalData, type Connection12, type Keys, keysOf } from './protection12.ts';
import { Rc4 } from './rc4.ts';
import { recordMac } from './record-mac.ts';
import { versionNumbers } from '../registries/versions.ts';
import { uint, vector } from '../messages/writer.ts';

export class Sealing12 {
  readonly #connection: Connection12;
  readonly #keys: Keys;
  #sequence = 0n;
  /** Ciphers that run on from record to record: RC4, and CBC before TLS 1.1. */
  readonly #running: Rc4 | RunningCipher | null;

  constructor(connection: Connection12, direction: 'client' | 'server') {
    this.#connection = connection;
    this.#keys = keysOf(connection, direction);
    const { kind, algorithm } = connection.suite.cipher;
    if (kind === 'rc4') this.#running = new Rc4(this.#keys.key);
    else if (kind === 'cbc' && connection.version < versionNumbers['TLS 1.1']) {
      this.#running = createCipheriv(algorithm, this.#keys.key, this.#keys.iv).setAutoPadding(false);
    } else this.#running = null;
  }

  /** A whole record. `version`: of its header, the agreed one when left out. */
  seal(type: number, content: Buffer, version = this.#connection.version): Buffer {
    const header = Buffer.concat([uint(type, 1), uint(version, 2)]);
    const authenticated = additionalData(this.#sequence, header, content.length);
    const aead = this.#connection.suite.cipher.kind === 'aead';
    const body = aead ? this.#sealAead(authenticated, content) : this.#encrypt(this.#withMac(authenticated, content));
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

  #withMac(authenticated: Buffer, content: Buffer): Buffer {
    const { suite, version } = this.#connection;
    const mac = recordMac(suite.mac?.hash ?? 'sha1', this.#keys.mac, authenticated, content, version);
    return Buffer.concat([content, mac]);
  }

  #encrypt(plain: Buffer): Buffer {
    const { kind, algorithm, ivOctets: block } = this.#connection.suite.cipher;
    if (kind === 'null') return plain;
    if (this.#running instanceof Rc4) return this.#running.update(plain);
    // RFC 6101 §5.2.3.2 leaves the octets of the padding open, and allows no more of them than a block.
    const padding = block - (plain.length % block);
    const padded = Buffer.concat([plain, Buffer.alloc(padding, padding - 1)]);
    if (this.#running) return this.#running.update(padded);
    // RFC 5246 §6.2.3.2: a fresh IV in front.
    const iv = randomBytes(block);
    const sealer = createCipheriv(algorithm, this.#keys.key, iv).setAutoPadding(false);
    return Buffer.concat([iv, sealer.update(padded), sealer.final()]);
  }
}
