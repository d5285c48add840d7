/** One packet in, one packet out, under given session keys and a given index. Keeps no state; srtp.ts does. */
import { createCipheriv, createDecipheriv, createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';
import type { SessionKeys } from './key-derivation.ts';
import { suites, type SuiteName } from './suites.ts';

/** A body to protect or to open, and what belongs to it. */
export interface Sealing {
  keys: SessionKeys;
  ssrc: number;
  /** 48-bit packet index of SRTP (ROC and sequence number), 31-bit index of SRTCP. */
  index: number;
}

const GCM_TAG = suites.AEAD_AES_128_GCM.rtpTagBytes;
const ROLLOVER_COUNTER = 4;

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
  for (let at = 0; at < mask.length; at++) target[at] = (target[at] ?? 0) ^ (mask[at] ?? 0);
  return target;
}

/** Encryption and decryption are the same operation in counter mode. */
export function counterMode(sealing: Sealing, body: Uint8Array): Buffer {
  const { cipherKey } = sealing.keys;
  return createCipheriv(ctrName(cipherKey), cipherKey, counterModeIv(sealing)).update(body);
}

/** RFC 3711 §4.2: HMAC-SHA1 over the authenticated portion, cut to the tag's length. */
export const hmacTag = (authKey: KeyObject, authenticated: Uint8Array, bytes: number): Buffer =>
  createHmac('sha1', authKey).update(authenticated).digest().subarray(0, bytes);

export const sameTag = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && timingSafeEqual(one, other);

const ctrNames: Readonly<Record<number, string>> = { 16: 'aes-128-ctr', 24: 'aes-192-ctr', 32: 'aes-256-ctr' };
const ctrName = (key: KeyObject): string => ctrNames[key.symmetricKeySize ?? 0] ?? '';
const gcmName = (key: KeyObject): 'aes-128-gcm' | 'aes-256-gcm' =>
  key.symmetricKeySize === 16 ? 'aes-128-gcm' : 'aes-256-gcm';

/** Puts ciphertext and the 16-octet tag into `out` at `at`; of the tag, what there is room for. */
export function gcmSeal(sealing: Sealing, associated: Uint8Array, body: Uint8Array, out: Buffer, at: number): void {
  const { cipherKey } = sealing.keys;
  const cipher = createCipheriv(gcmName(cipherKey), cipherKey, gcmIv(sealing)).setAAD(associated);
  out.set(cipher.update(body), at);
  cipher.final();
  out.set(cipher.getAuthTag().subarray(0, out.length - at - body.length), at + body.length);
}

/** @param sealed ciphertext followed by the 16-octet tag. */
export function gcmOpen(
  sealing: Sealing,
  associated: Uint8Array,
  sealed: Uint8Array,
): { body: Buffer; authentic: boolean } {
  const { cipherKey } = sealing.keys;
  const tagAt = sealed.length - GCM_TAG;
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

/**
 * @param bodyAt octets of the RTP header with its CSRCs and extension, which stay in clear.
 * @param rtpTagBytes other than those of the suite only where a flaw is acted out; 4 or more.
 */
export function protectRtp(
  name: SuiteName,
  sealing: Sealing,
  packet: Buffer,
  bodyAt: number,
  rtpTagBytes: number = suites[name].rtpTagBytes,
): Buffer {
  const { mode } = suites[name];
  const out = Buffer.allocUnsafe(packet.length + rtpTagBytes);
  out.set(packet);
  if (mode === 'AES-GCM') {
    gcmSeal(sealing, packet.subarray(0, bodyAt), packet.subarray(bodyAt), out, bodyAt);
    return out;
  }
  out.set(counterMode(sealing, packet.subarray(bodyAt)), bodyAt);
  // RFC 3711 §4.2: the roll-over counter is authenticated and not sent; every tag has room for it.
  writeRolloverCounter(out, packet.length, sealing.index);
  const authenticated = out.subarray(0, packet.length + ROLLOVER_COUNTER);
  out.set(hmacTag(sealing.keys.authKey, authenticated, rtpTagBytes), packet.length);
  return out;
}

/** The packet must be at least `bodyAt` plus a tag long. A packet that is not authentic is decrypted all the same. */
export function openRtp(
  name: SuiteName,
  sealing: Sealing,
  packet: Buffer,
  bodyAt: number,
): { packet: Buffer; authentic: boolean } {
  const { mode, rtpTagBytes } = suites[name];
  const tagAt = packet.length - rtpTagBytes;
  const out = Buffer.allocUnsafe(tagAt + ROLLOVER_COUNTER);
  out.set(packet.subarray(0, tagAt));
  const opened = out.subarray(0, tagAt);
  if (mode === 'AES-GCM') {
    const { body, authentic } = gcmOpen(sealing, packet.subarray(0, bodyAt), packet.subarray(bodyAt));
    opened.set(body, bodyAt);
    return { packet: opened, authentic };
  }
  writeRolloverCounter(out, tagAt, sealing.index);
  const expected = hmacTag(sealing.keys.authKey, out, rtpTagBytes);
  opened.set(counterMode(sealing, packet.subarray(bodyAt, tagAt)), bodyAt);
  return { packet: opened, authentic: sameTag(expected, packet.subarray(tagAt)) };
}

const writeRolloverCounter = (out: Buffer, at: number, index: number): void =>
  void out.writeUInt32BE(Math.floor(index / 0x10000), at);
