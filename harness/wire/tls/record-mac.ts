/** The MAC of a record: HMAC since TLS 1.0, a hash with two pads in SSL 3.0. */
import { createHash, createHmac } from 'node:crypto';

/** `authenticated`: sequence number (8), type (1), version (2), length (2). */
export function recordMac(hash: string, key: Buffer, authenticated: Buffer, content: Buffer, version: number): Buffer {
  if (version !== 0x0300) return createHmac(hash, key).update(authenticated).update(content).digest();
  // RFC 6101 §5.2.3.1: the same without the version.
  const data = Buffer.concat([authenticated.subarray(0, 9), authenticated.subarray(11), content]);
  return ssl3Hash(hash, key, data);
}

/** RFC 6101 §5.2.3.1: hash(secret + pad_2 + hash(secret + pad_1 + data)). */
function ssl3Hash(hash: string, secret: Buffer, data: Buffer): Buffer {
  const pad = hash === 'md5' ? 48 : 40;
  const inner = createHash(hash).update(secret).update(Buffer.alloc(pad, 0x36)).update(data).digest();
  return createHash(hash).update(secret).update(Buffer.alloc(pad, 0x5c)).update(inner).digest();
}
