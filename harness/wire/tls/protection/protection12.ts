/** Record protection of SSL 3.0 to TLS 1.2 for one direction (RFC 5246 §6.2.3, RFC 2246 §6.2.3, RFC 6101 §5.2.3). */
import { createDecipheriv, type Decipher } from 'node:crypto';
import { nonceFor, openAead } from './aead.ts';
import { prf, ssl3KeyBlock } from './prf.ts';
import { Rc4 } from './rc4.ts';
import { recordMac } from './record-mac.ts';
import type { SuiteParameters } from '../registries/suite-parameters.ts';

export interface Connection12 {
  version: number;
  suite: SuiteParameters;
  master: Buffer;
  clientRandom: Buffer;
  serverRandom: Buffer;
  /** RFC 7366 was agreed on. */
  encryptThenMac: boolean;
}

export interface Keys {
  mac: Buffer;
  key: Buffer;
  iv: Buffer;
}

export class Protection12 {
  readonly #connection: Connection12;
  readonly #keys: Keys;
  #sequence = 0n;
  /** Ciphers that run on from record to record: RC4, and CBC before TLS 1.1. */
  readonly #running: Rc4 | Decipher | null;

  constructor(connection: Connection12, direction: 'client' | 'server') {
    this.#connection = connection;
    this.#keys = keysOf(connection, direction);
    const { kind, algorithm } = connection.suite.cipher;
    if (kind === 'rc4') this.#running = new Rc4(this.#keys.key);
    else if (kind === 'cbc' && connection.version < 0x0302) {
      this.#running = createDecipheriv(algorithm, this.#keys.key, this.#keys.iv).setAutoPadding(false);
    } else this.#running = null;
  }

  /** The content of a record, or null where it does not authenticate. */
  open(header: Buffer, body: Buffer): Buffer | null {
    const content =
      this.#connection.suite.cipher.kind === 'aead' ? this.#openAead(header, body) : this.#openWithMac(header, body);
    this.#sequence++;
    return content;
  }

  #openAead(header: Buffer, body: Buffer): Buffer | null {
    const { cipher } = this.#connection.suite;
    // RFC 7905 §2 has no explicit part; RFC 5288 §3 and RFC 6655 §3 send eight octets of the nonce.
    const explicit = cipher.ivOctets === 12 ? 0 : 8;
    const length = body.length - explicit - cipher.tagOctets;
    if (length < 0) return null;
    const nonce = explicit
      ? Buffer.concat([this.#keys.iv, body.subarray(0, 8)])
      : nonceFor(this.#keys.iv, this.#sequence);
    return openAead(
      cipher,
      this.#keys.key,
      nonce,
      body.subarray(explicit),
      additionalData(this.#sequence, header, length),
    );
  }

  #openWithMac(header: Buffer, body: Buffer): Buffer | null {
    const { encryptThenMac, suite } = this.#connection;
    const macOctets = suite.mac?.octets ?? 0;
    if (encryptThenMac && suite.cipher.kind === 'cbc') {
      const split = body.length - macOctets;
      const macIsRight = split >= 0 && this.#mac(header, body.subarray(0, split)).equals(body.subarray(split));
      return macIsRight ? unpad(this.#decrypt(body.subarray(0, split))) : null;
    }
    const plain = suite.cipher.kind === 'cbc' ? unpad(this.#decrypt(body)) : this.#decrypt(body);
    if (!plain || plain.length < macOctets) return null;
    const content = plain.subarray(0, plain.length - macOctets);
    return this.#mac(header, content).equals(plain.subarray(content.length)) ? content : null;
  }

  #decrypt(body: Buffer): Buffer | null {
    const { cipher } = this.#connection.suite;
    if (cipher.kind === 'null') return body;
    if (this.#running instanceof Rc4) return this.#running.update(body);
    if (body.length % cipher.ivOctets !== 0) return null;
    if (this.#running) return this.#running.update(body);
    if (body.length < cipher.ivOctets) return null;
    const iv = body.subarray(0, cipher.ivOctets);
    const decipher = createDecipheriv(cipher.algorithm, this.#keys.key, iv).setAutoPadding(false);
    return Buffer.concat([decipher.update(body.subarray(cipher.ivOctets)), decipher.final()]);
  }

  #mac(header: Buffer, content: Buffer): Buffer {
    const { suite, version } = this.#connection;
    return recordMac(
      suite.mac?.hash ?? 'sha1',
      this.#keys.mac,
      additionalData(this.#sequence, header, content.length),
      content,
      version,
    );
  }
}

/** RFC 5246 §6.2.3.3: sequence number, type, version, length of the content. */
export function additionalData(sequence: bigint, header: Buffer, length: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeBigUInt64BE(sequence);
  header.copy(data, 8, 0, 3);
  data.writeUInt16BE(length, 11);
  return data;
}

/** The padding is checked no further than its length: this is a reader, not a peer. */
function unpad(plain: Buffer | null): Buffer | null {
  const padding = plain?.at(-1);
  if (!plain || padding === undefined || padding + 1 > plain.length) return null;
  return plain.subarray(0, plain.length - padding - 1);
}

/** RFC 5246 §6.3: MAC secrets, keys, IVs, the client's before the server's. */
export function keysOf(connection: Connection12, direction: 'client' | 'server'): Keys {
  const { cipher, mac, prfHash } = connection.suite;
  const sizes = [mac?.octets ?? 0, cipher.keyOctets, cipher.ivOctets];
  const octets = 2 * sizes.reduce((sum, size) => sum + size, 0);
  const seed = Buffer.concat([connection.serverRandom, connection.clientRandom]);
  const hash = connection.version >= 0x0303 ? prfHash : 'md5-sha1';
  const block =
    connection.version === 0x0300
      ? ssl3KeyBlock(connection.master, seed, octets)
      : prf(hash, connection.master, 'key expansion', seed, octets);
  let at = 0;
  const [macKey = block, key = block, iv = block] = sizes.map((size) => {
    const start = at + (direction === 'client' ? 0 : size);
    at += 2 * size;
    return block.subarray(start, start + size);
  });
  return { mac: macKey, key, iv };
}
