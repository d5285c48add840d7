/** Secrets and keys of TLS 1.2 (RFC 5246 §5, §6.3, §8.1; RFC 7627 §4). */
import { createHmac } from 'node:crypto';
import { Protection12 } from './protection.ts';
import type { Cipher } from './suites.ts';

export function prf(hash: string, secret: Buffer, label: string, seed: Buffer, length: number): Buffer {
  const whole = Buffer.concat([Buffer.from(label), seed]);
  const hmac = (content: Buffer): Buffer => createHmac(hash, secret).update(content).digest();
  const parts: Buffer[] = [];
  for (let a = hmac(whole), made = 0; made < length; a = hmac(a)) {
    const part = hmac(Buffer.concat([a, whole]));
    parts.push(part);
    made += part.length;
  }
  return Buffer.concat(parts).subarray(0, length);
}

export interface Keys12 {
  masterSecret: Buffer;
  ofClient: Protection12;
  ofServer: Protection12;
}

export interface KeyMaterial {
  cipher: Cipher;
  preMasterSecret: Buffer;
  clientRandom: Buffer;
  serverRandom: Buffer;
  /** Hash of the messages up to ClientKeyExchange, where both sides have extended_master_secret. */
  sessionHash: Buffer | null;
}

export function makeKeys({ cipher, preMasterSecret, clientRandom, serverRandom, sessionHash }: KeyMaterial): Keys12 {
  const masterSecret = sessionHash
    ? prf(cipher.hash, preMasterSecret, 'extended master secret', sessionHash, 48)
    : prf(cipher.hash, preMasterSecret, 'master secret', Buffer.concat([clientRandom, serverRandom]), 48);
  return keysFrom({ cipher, masterSecret, clientRandom, serverRandom });
}

/** RFC 5246 §6.3. */
export function keysFrom({
  cipher,
  masterSecret,
  clientRandom,
  serverRandom,
}: Pick<KeyMaterial, 'cipher' | 'clientRandom' | 'serverRandom'> & Pick<Keys12, 'masterSecret'>): Keys12 {
  const ivLength = cipher.name === 'chacha20-poly1305' ? 12 : 4;
  const { keyLength } = cipher;
  const seed = Buffer.concat([serverRandom, clientRandom]);
  const block = prf(cipher.hash, masterSecret, 'key expansion', seed, 2 * (keyLength + ivLength));
  const iv = (index: number): Buffer =>
    block.subarray(2 * keyLength + index * ivLength, 2 * keyLength + (index + 1) * ivLength);
  return {
    masterSecret,
    ofClient: new Protection12(cipher, block.subarray(0, keyLength), iv(0)),
    ofServer: new Protection12(cipher, block.subarray(keyLength, 2 * keyLength), iv(1)),
  };
}

/** RFC 5246 §7.4.9. `hash`: of all handshake messages before. */
export const verifyData = (cipher: Cipher, masterSecret: Buffer, side: 'client' | 'server', hash: Buffer): Buffer =>
  prf(cipher.hash, masterSecret, `${side} finished`, hash, 12);
