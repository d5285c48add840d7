/** SRTCP packets (RFC 3711 §3.4, RFC 7714 §9): the first eight octets stay in clear, index and E flag travel along. */
import type { SessionKeys } from './key-derivation.ts';
import { suites, type SuiteName } from './suites.ts';
import { counterMode, gcmOpen, gcmSeal, hmacTag, sameTag } from './transform.ts';

const CLEAR = 8;
const INDEX_WORD = 4;
const ENCRYPTED = 0x80000000;

/** Shortest compound packet that can be an SRTCP packet of the suite. */
export const shortestRtcp = (name: SuiteName): number => CLEAR + INDEX_WORD + suites[name].rtcpTagBytes;

/**
 * @param index 31 bits.
 * @param tagBytes other than those of the suite only where a flaw is acted out.
 * @param encrypted false only where a flaw is acted out: authenticated alone, E flag 0.
 */
export function protectRtcp(
  name: SuiteName,
  keys: SessionKeys,
  packet: Buffer,
  index: number,
  tagBytes: number = suites[name].rtcpTagBytes,
  encrypted = true,
): Buffer {
  const header = packet.subarray(0, encrypted ? CLEAR : packet.length);
  const body = packet.subarray(header.length);
  const sealing = { keys, ssrc: packet.readUInt32BE(4), index };
  const word = Buffer.alloc(INDEX_WORD);
  word.writeUInt32BE((encrypted ? ENCRYPTED : 0) + index);
  if (suites[name].mode === 'AES-GCM') {
    const sealed = Buffer.alloc(body.length + tagBytes);
    gcmSeal(sealing, Buffer.concat([header, word]), body, sealed, 0);
    return Buffer.concat([header, sealed, word]);
  }
  const sealed = Buffer.concat([header, counterMode(sealing, body), word]);
  return Buffer.concat([sealed, hmacTag(keys.authKey, sealed, tagBytes)]);
}

/** The index that a packet claims, read before it is authenticated. */
export function rtcpIndex(name: SuiteName, packet: Buffer): number {
  const at = packet.length - INDEX_WORD - (suites[name].mode === 'AES-GCM' ? 0 : suites[name].rtcpTagBytes);
  return packet.readUInt32BE(at) & 0x7fffffff;
}

/** An unencrypted packet (E flag 0) is not accepted: the device never negotiates UNENCRYPTED_SRTCP (RFC 4568 §6.3.2). */
export function openRtcp(name: SuiteName, keys: SessionKeys, packet: Buffer): { packet: Buffer; authentic: boolean } {
  const header = packet.subarray(0, CLEAR);
  const sealing = { keys, ssrc: packet.readUInt32BE(4), index: rtcpIndex(name, packet) };
  if (suites[name].mode === 'AES-GCM') {
    const word = packet.subarray(packet.length - INDEX_WORD);
    const sealed = packet.subarray(CLEAR, packet.length - INDEX_WORD);
    const { body, authentic } = gcmOpen(sealing, Buffer.concat([header, word]), sealed);
    return { packet: Buffer.concat([header, body]), authentic: authentic && word.readUInt32BE() >= ENCRYPTED };
  }
  const tagAt = packet.length - suites[name].rtcpTagBytes;
  const word = packet.subarray(tagAt - INDEX_WORD, tagAt);
  const expected = hmacTag(keys.authKey, packet.subarray(0, tagAt), suites[name].rtcpTagBytes);
  const body = counterMode(sealing, packet.subarray(CLEAR, tagAt - INDEX_WORD));
  return {
    packet: Buffer.concat([header, body]),
    authentic: sameTag(expected, packet.subarray(tagAt)) && word.readUInt32BE() >= ENCRYPTED,
  };
}
