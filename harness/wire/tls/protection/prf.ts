/** Key derivation of each version: SSL 3.0, the PRF of TLS 1.0 to 1.2, and HKDF-Expand-Label of TLS 1.3. */
import { createHash, createHmac } from 'node:crypto';
import { uint, vector } from '../messages/writer.ts';

/** RFC 6101 §6.2.2: MD5(secret + SHA('A' + secret + seed)) + MD5(secret + SHA('BB' + ...)) ... */
export function ssl3KeyBlock(secret: Buffer, seed: Buffer, octets: number): Buffer {
  const blocks = [];
  for (let index = 0; index * 16 < octets; index++) {
    const label = String.fromCharCode(65 + index).repeat(index + 1);
    const inner = createHash('sha1').update(label).update(secret).update(seed).digest();
    blocks.push(createHash('md5').update(secret).update(inner).digest());
  }
  return Buffer.concat(blocks).subarray(0, octets);
}

/** RFC 5246 §5 with the hash of the suite; RFC 2246 §5 (`md5-sha1`) splits the secret between both hashes. */
export function prf(hash: string, secret: Buffer, label: string, seed: Buffer, octets: number): Buffer {
  const labelled = Buffer.concat([Buffer.from(label), seed]);
  if (hash !== 'md5-sha1') return expand(hash, secret, labelled, octets);
  const half = Math.ceil(secret.length / 2);
  const md5 = expand('md5', secret.subarray(0, half), labelled, octets);
  const sha1 = expand('sha1', secret.subarray(secret.length - half), labelled, octets);
  return Buffer.from(md5.map((octet, index) => octet ^ (sha1[index] ?? 0)));
}

/** P_hash of RFC 5246 §5. */
function expand(hash: string, secret: Buffer, seed: Buffer, octets: number): Buffer {
  const blocks: Buffer[] = [];
  let a: Buffer = seed;
  for (let size = 0; size < octets;) {
    a = createHmac(hash, secret).update(a).digest();
    const block = createHmac(hash, secret).update(a).update(seed).digest();
    blocks.push(block);
    size += block.length;
  }
  return Buffer.concat(blocks).subarray(0, octets);
}

/** RFC 8446 §7.1, of at most one block of the hash. `context` is a transcript hash, or empty. */
export function expandLabel(
  hash: string,
  secret: Buffer,
  label: string,
  octets: number,
  context: Buffer = Buffer.alloc(0),
): Buffer {
  const full = Buffer.from(`tls13 ${label}`);
  const info = Buffer.concat([uint(octets, 2), vector(1, full), vector(1, context)]);
  return createHmac(hash, secret)
    .update(info)
    .update(Buffer.from([1]))
    .digest()
    .subarray(0, octets);
}
