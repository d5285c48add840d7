/** The MAC of a record: HMAC since TLS 1.0, a hash with two pads in SSL 3.0. */
import { createHash, createHmac } from 'node:crypto';

/** `authenticated`: sequence number (8), type (1), version (2), length (2). */
export function recordMac(hash: string, key: Buffer, authenticated: Buffer, content: Buffer, version: number): Buffer {
  if (version !== 0x0300) return createHmac(hash, key).update(authenticated).update(content).digest();
  // RFC 6101 §5.2.3.1: the same without the version.
  const data = Buffer.concat([authenticated.subarray(0, 9), authenticated.subarray(11), content]);
  return ssl3Hash(hash, key, data, 'before');
}

/**
 * RFC 6101: hash(secret + pad_2 + hash(secret + pad_1 + data)) of records (§5.2.3.1), or with the inner secret and pad
 * behind the data, of Finished and CertificateVerify (§5.6.9, §5.6.8).
 */
export function ssl3Hash(hash: string, secret: Buffer, data: Buffer, inner: 'before' | 'behind'): Buffer {
  const octets = hash === 'md5' ? 48 : 40;
  const [pad1, pad2] = [Buffer.alloc(octets, 0x36), Buffer.alloc(octets, 0x5c)];
  const parts = inner === 'before' ? [secret, pad1, data] : [data, secret, pad1];
  const digest = createHash(hash).update(Buffer.concat(parts)).digest();
  return createHash(hash).update(secret).update(pad2).update(digest).digest();
}
