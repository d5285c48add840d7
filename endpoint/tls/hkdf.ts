/** HKDF as TLS 1.3 uses it (RFC 5869; RFC 8446 §7.1). */
import { createHmac } from 'node:crypto';

export const extract = (hash: string, salt: Buffer, secret: Buffer): Buffer =>
  createHmac(hash, salt).update(secret).digest();

/** HKDF-Expand-Label. `length` is no more than the hash has: one round of HKDF-Expand (RFC 5869 §2.3). */
export function expandLabel(hash: string, secret: Buffer, label: string, context: Buffer, length: number): Buffer {
  const name = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([Buffer.from([0, length, name.length]), name, Buffer.from([context.length]), context]);
  return createHmac(hash, secret)
    .update(info)
    .update(Buffer.from([1]))
    .digest()
    .subarray(0, length);
}
