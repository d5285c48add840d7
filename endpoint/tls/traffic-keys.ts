/**
 * Handshake traffic keys of TLS 1.3 (RFC 8446 §7.3), out of the secrets that node logs. With the server's the device
 * reads the Certificate message before OpenSSL does; with its own it tells a refused server why.
 */
import { createCipheriv, createDecipheriv, type CipherGCMTypes } from 'node:crypto';
import { expandLabel } from './hkdf.ts';
import { contentType, makeRecord, type TlsRecord } from './records.ts';

const suites = new Map([
  [0x1301, { cipher: 'aes-128-gcm', hash: 'sha256', keyLength: 16 }],
  [0x1302, { cipher: 'aes-256-gcm', hash: 'sha384', keyLength: 32 }],
  [0x1303, { cipher: 'chacha20-poly1305', hash: 'sha256', keyLength: 32 }],
]);
const TAG = 16;

export class TrafficKeys {
  readonly #cipher: CipherGCMTypes;
  readonly #key: Buffer;
  readonly #iv: Buffer;
  #sequence = 0n;

  /** Throws Error for a suite that is none of TLS 1.3 offered here. */
  constructor(suite: number, secret: Buffer) {
    const found = suites.get(suite);
    if (!found) throw new Error(`no TLS 1.3 suite: 0x${suite.toString(16)}`);
    this.#cipher = found.cipher as CipherGCMTypes;
    this.#key = expandLabel(found.hash, secret, 'key', Buffer.alloc(0), found.keyLength);
    this.#iv = expandLabel(found.hash, secret, 'iv', Buffer.alloc(0), 12);
  }

  /** Throws Error when the record was not encrypted with these keys; `isLax`: reads it all the same. */
  decrypt(record: TlsRecord, isLax = false): { type: number; payload: Buffer } {
    const end = record.payload.length - TAG;
    if (end < 1) throw new Error('the record is too short');
    const decipher = createDecipheriv(this.#cipher, this.#key, this.#nonce(), { authTagLength: TAG });
    decipher.setAAD(record.bytes.subarray(0, 5));
    decipher.setAuthTag(record.payload.subarray(end));
    const inner = decipher.update(record.payload.subarray(0, end));
    if (!isLax) decipher.final();
    // RFC 8446 §5.4: padding of zeros, and before it the real content type.
    let last = inner.length - 1;
    while (last > 0 && inner[last] === 0) last--;
    return { type: inner[last]!, payload: inner.subarray(0, last) };
  }

  encrypt(type: number, payload: Buffer): Buffer {
    const inner = Buffer.concat([payload, Buffer.from([type])]);
    const header = makeRecord(contentType.applicationData, Buffer.alloc(inner.length + TAG)).subarray(0, 5);
    const cipher = createCipheriv(this.#cipher, this.#key, this.#nonce(), { authTagLength: TAG });
    cipher.setAAD(header);
    return Buffer.concat([header, cipher.update(inner), cipher.final(), cipher.getAuthTag()]);
  }

  #nonce(): Buffer {
    const nonce = Buffer.from(this.#iv);
    nonce.writeBigUInt64BE(nonce.readBigUInt64BE(4) ^ this.#sequence++, 4);
    return nonce;
  }
}
