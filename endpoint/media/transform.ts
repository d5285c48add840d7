/** One packet in, one packet out, under given session keys and a given index. Keeps no state; srtp.ts does. */
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import type { SessionKeys } from './key-derivation.ts';
import { suites, type SuiteName } from './suites.ts';

/** A body to protect or to open, and what belongs to it. */
export interface Sealing {
  keys: SessionKeys;
  ssrc: number;
  /** 48-bit packet index of SRTP (ROC and sequence number), 31-bit index of SRTCP. */
  index: number;
}

/** RFC 3711 §4.1.1: IV = (salt * 2^16) XOR (SSRC * 2^64) XOR (index * 2^16). */
function counterModeIv({ keys, ssrc, index }: Sealing): Buffer {
  const iv = Buffer.alloc(16);
  iv.writeUInt32BE(ssrc, 4);
  iv.writeUIntBE(index, 8, 6);
  return xor(iv, keys.salt);
}

/** RFC 7714 §8.1 and §9.1: two zero octets, SSRC, 48-bit index, XOR salt. */
function gcmIv({ keys, ssrc, index }: Sealing): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(ssrc, 2);
  iv.writeUIntBE(index, 6, 6);
  return xor(iv, keys.salt);
}

function xor(target: Buffer, mask: Buffer): Buffer {
  for (const [at, octet] of mask.entries()) target[at] = (target[at] ?? 0) ^ octet;
  return target;
}

/** Encryption and decryption are the same operation in counter mode. */
export function counterMode(sealing: Sealing, body: Buffer): Buffer {
  const { cipherKey } = sealing.keys;
  return createCipheriv(`aes-${cipherKey.length * 8}-ctr`, cipherKey, counterModeIv(sealing)).update(body);
}

/** RFC 3711 §4.2: HMAC-SHA1 over the authenticated portion, cut to the tag's length. */
export function hmacTag(authKey: Buffer, parts: readonly Buffer[], bytes: number): Buffer {
  const hmac = createHmac('sha1', authKey);
  for (const part of parts) hmac.update(part);
  return hmac.digest().subarray(0, bytes);
}

export const sameTag = (one: Buffer, other: Buffer): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

const gcmName = (key: Buffer): 'aes-128-gcm' | 'aes-256-gcm' => (key.length === 16 ? 'aes-128-gcm' : 'aes-256-gcm');

/** @returns ciphertext followed by the 16-octet tag. */
export function gcmSeal(sealing: Sealing, associated: Buffer, body: Buffer): Buffer {
  const { cipherKey } = sealing.keys;
  const cipher = createCipheriv(gcmName(cipherKey), cipherKey, gcmIv(sealing)).setAAD(associated);
  return Buffer.concat([cipher.update(body), cipher.final(), cipher.getAuthTag()]);
}

/** @param sealed ciphertext followed by the 16-octet tag. */
export function gcmOpen(sealing: Sealing, associated: Buffer, sealed: Buffer): { body: Buffer; authentic: boolean } {
  const { cipherKey } = sealing.keys;
  const tagAt = sealed.length - suites.AEAD_AES_128_GCM.rtpTagBytes;
  const decipher = createDecipheriv(gcmName(cipherKey), cipherKey, gcmIv(sealing))
    .setAAD(associated)
    .setAuthTag(sealed.subarray(tagAt));
  const body = decipher.update(sealed.subarray(0, tagAt));
  try {
    decipher.final();
    return { body, authentic: true };
  } catch {
    return { body, authentic: false };
  }
}

const rolloverCounter = (index: number): Buffer => {
  const octets = Buffer.alloc(4);
  octets.writeUInt32BE(Math.floor(index / 0x10000));
  return octets;
};

/** @param bodyAt octets of the RTP header with its CSRCs and extension, which stay in clear. */
export function protectRtp(name: SuiteName, sealing: Sealing, packet: Buffer, bodyAt: number): Buffer {
  const header = packet.subarray(0, bodyAt);
  const body = packet.subarray(bodyAt);
  if (suites[name].mode === 'AES-GCM') return Buffer.concat([header, gcmSeal(sealing, header, body)]);
  const sealed = Buffer.concat([header, counterMode(sealing, body)]);
  const tag = hmacTag(sealing.keys.authKey, [sealed, rolloverCounter(sealing.index)], suites[name].rtpTagBytes);
  return Buffer.concat([sealed, tag]);
}

/** The packet must be at least `bodyAt` plus a tag long. A packet that is not authentic is decrypted all the same. */
export function openRtp(
  name: SuiteName,
  sealing: Sealing,
  packet: Buffer,
  bodyAt: number,
): { packet: Buffer; authentic: boolean } {
  const header = packet.subarray(0, bodyAt);
  if (suites[name].mode === 'AES-GCM') {
    const { body, authentic } = gcmOpen(sealing, header, packet.subarray(bodyAt));
    return { packet: Buffer.concat([header, body]), authentic };
  }
  const tagAt = packet.length - suites[name].rtpTagBytes;
  const expected = hmacTag(
    sealing.keys.authKey,
    [packet.subarray(0, tagAt), rolloverCounter(sealing.index)],
    suites[name].rtpTagBytes,
  );
  const body = counterMode(sealing, packet.subarray(bodyAt, tagAt));
  return { packet: Buffer.concat([header, body]), authentic: sameTag(expected, packet.subarray(tagAt)) };
}
