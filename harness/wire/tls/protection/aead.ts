/** Authenticated decryption by node:crypto; null where the tag does not match. */
import { createDecipheriv, type CipherGCMTypes } from 'node:crypto';
import type { Cipher } from '../registries/suite-parameters.ts';

export function openAead(
  cipher: Cipher,
  key: Buffer,
  nonce: Buffer,
  sealed: Buffer,
  additional: Buffer,
): Buffer | null {
  const end = sealed.length - cipher.tagOctets;
  if (end < 0) return null;
  try {
    // One signature of createDecipheriv stands for GCM, CCM, ARIA and ChaCha20 alike; CCM wants the length first.
    const decipher = createDecipheriv(cipher.algorithm as CipherGCMTypes, key, nonce, {
      authTagLength: cipher.tagOctets,
    });
    decipher.setAuthTag(sealed.subarray(end));
    decipher.setAAD(additional, { plaintextLength: end });
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
  } catch {
    return null;
  }
}

/** RFC 8446 §5.3, RFC 7905 §2: the sequence number XORed into the last eight octets of the IV. */
export function nonceFor(iv: Buffer, sequence: bigint): Buffer {
  const nonce = Buffer.from(iv);
  const tail = nonce.length - 8;
  nonce.writeBigUInt64BE(nonce.readBigUInt64BE(tail) ^ sequence, tail);
  return nonce;
}
