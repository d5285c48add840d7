/**
 * What a suite does to one packet, given its index: counter mode with HMAC-SHA1, or GCM. `eIndex` is the last word of
 * SRTCP, E flag and index together (RFC 3711 §3.4).
 */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { Ghash } from './ghash.ts';
import { CounterKeystream, type SessionKeys } from './srtp-keys.ts';

export interface Transform {
  readonly tagOctets: number;
  protectRtp(packet: Buffer, header: number, index: number, mki: Buffer): Buffer;
  /** Null when the tag is wrong. */
  unprotectRtp(bytes: Buffer, header: number, index: number, mkiOctets: number): Buffer | null;
  protectRtcp(packet: Buffer, eIndex: number, mki: Buffer): Buffer;
  unprotectRtcp(bytes: Buffer, mkiOctets: number): { packet: Buffer | null; eIndex: number };
}

const rtcpHeader = 8;
const indexOctets = 4;

export class CounterTransform implements Transform {
  readonly tagOctets: number;
  readonly #keystream: CounterKeystream;
  readonly #authentication: KeyObject;
  readonly #salt: Buffer;
  readonly #start = Buffer.alloc(16);

  constructor(keys: SessionKeys, tagOctets: number) {
    this.tagOctets = tagOctets;
    this.#keystream = new CounterKeystream(createSecretKey(keys.encryption));
    this.#authentication = createSecretKey(keys.authentication);
    this.#salt = keys.salt;
  }

  protectRtp(packet: Buffer, header: number, index: number, mki: Buffer): Buffer {
    const end = packet.length;
    const out = Buffer.allocUnsafe(end + mki.length + this.tagOctets);
    packet.copy(out);
    this.#crypt(out, header, end, packet.readUInt32BE(8), index);
    // RFC 3711 §4.2: the tag covers the packet and the ROC, which is not sent. Every tag is at least as long as the ROC.
    out.writeUInt32BE(Math.floor(index / 0x10000) >>> 0, end);
    const tag = this.#tag(out.subarray(0, end + 4));
    mki.copy(out, end);
    tag.copy(out, end + mki.length, 0, this.tagOctets);
    return out;
  }

  unprotectRtp(bytes: Buffer, header: number, index: number, mkiOctets: number): Buffer | null {
    const end = bytes.length - this.tagOctets - mkiOctets;
    const out = Buffer.allocUnsafe(end + 4);
    bytes.copy(out, 0, 0, end);
    out.writeUInt32BE(Math.floor(index / 0x10000) >>> 0, end);
    if (!this.#isTagOf(out, bytes.subarray(end + mkiOctets))) return null;
    this.#crypt(out, header, end, bytes.readUInt32BE(8), index);
    return out.subarray(0, end);
  }

  protectRtcp(packet: Buffer, eIndex: number, mki: Buffer): Buffer {
    const end = packet.length;
    const out = Buffer.allocUnsafe(end + indexOctets + mki.length + this.tagOctets);
    packet.copy(out);
    this.#crypt(out, rtcpHeader, end, packet.readUInt32BE(4), eIndex & 0x7fffffff);
    out.writeUInt32BE(eIndex, end);
    const tag = this.#tag(out.subarray(0, end + indexOctets));
    mki.copy(out, end + indexOctets);
    tag.copy(out, end + indexOctets + mki.length, 0, this.tagOctets);
    return out;
  }

  unprotectRtcp(bytes: Buffer, mkiOctets: number): { packet: Buffer | null; eIndex: number } {
    const covered = bytes.length - this.tagOctets - mkiOctets;
    const eIndex = bytes.readUInt32BE(covered - indexOctets);
    const index = eIndex & 0x7fffffff;
    if (!this.#isTagOf(bytes.subarray(0, covered), bytes.subarray(covered + mkiOctets)))
      return { packet: null, eIndex };
    const packet = Buffer.from(bytes.subarray(0, covered - indexOctets));
    if (eIndex >>> 31) this.#crypt(packet, rtcpHeader, packet.length, bytes.readUInt32BE(4), index);
    return { packet, eIndex };
  }

  #tag(covered: Buffer): Buffer {
    return createHmac('sha1', this.#authentication).update(covered).digest();
  }

  #isTagOf(covered: Buffer, tag: Buffer): boolean {
    return timingSafeEqual(this.#tag(covered).subarray(0, this.tagOctets), tag);
  }

  /** RFC 3711 §4.1.1: IV = (k_s * 2^16) XOR (SSRC * 2^64) XOR (i * 2^16). */
  #crypt(bytes: Buffer, from: number, to: number, ssrc: number, index: number): void {
    const start = this.#start;
    this.#salt.copy(start);
    start.writeUInt32BE((start.readUInt32BE(4) ^ ssrc) >>> 0, 4);
    start.writeUInt32BE((start.readUInt32BE(8) ^ Math.floor(index / 0x10000)) >>> 0, 8);
    start.writeUInt16BE(start.readUInt16BE(12) ^ (index & 0xffff), 12);
    const stream = this.#keystream.read(start, to - from);
    xor(bytes, from, to, stream, 0);
  }
}

/** GCM (NIST SP 800-38D §7) out of its parts: the keystream counts from the IV, and GHASH authenticates. */
export class GcmTransform implements Transform {
  readonly tagOctets = 16;
  readonly #keystream: CounterKeystream;
  readonly #ghash: Ghash;
  readonly #salt: Buffer;
  /** The IV, and a count of blocks. */
  readonly #start = Buffer.alloc(16);
  readonly #tag = Buffer.alloc(16);

  constructor(keys: SessionKeys) {
    this.#keystream = new CounterKeystream(createSecretKey(keys.encryption));
    this.#ghash = new Ghash(this.#keystream.read(this.#start, 16));
    this.#salt = keys.salt;
  }

  protectRtp(packet: Buffer, header: number, index: number, mki: Buffer): Buffer {
    const end = packet.length;
    const out = Buffer.allocUnsafe(end + this.tagOctets + mki.length);
    out.set(packet);
    out.set(mki, end + this.tagOctets);
    const stream = this.#stream(packet.readUInt32BE(8), index, end - header);
    xor(out, header, end, stream, bodyAt);
    out.set(this.#tagOf(packet, header, out, header, end, stream), end);
    return out;
  }

  unprotectRtp(bytes: Buffer, header: number, index: number, mkiOctets: number): Buffer | null {
    const end = bytes.length - this.tagOctets - mkiOctets;
    const stream = this.#stream(bytes.readUInt32BE(8), index, end - header);
    const tag = this.#tagOf(bytes, header, bytes, header, end, stream);
    if (tag.compare(bytes, end, end + this.tagOctets) !== 0) return null;
    const out = Buffer.allocUnsafe(end);
    out.set(bytes.subarray(0, end));
    xor(out, header, end, stream, bodyAt);
    return out;
  }

  /** RFC 7714 §9.3: the tag comes before the word of E flag and index, which is associated data. */
  protectRtcp(packet: Buffer, eIndex: number, mki: Buffer): Buffer {
    const end = packet.length;
    const word = Buffer.alloc(indexOctets);
    word.writeUInt32BE(eIndex);
    const out = Buffer.from(packet);
    const stream = this.#stream(packet.readUInt32BE(4), eIndex & 0x7fffffff, end - rtcpHeader);
    xor(out, rtcpHeader, end, stream, bodyAt);
    const associated = Buffer.concat([packet.subarray(0, rtcpHeader), word]);
    const tag = this.#tagOf(associated, associated.length, out, rtcpHeader, end, stream);
    return Buffer.concat([out, tag, word, mki]);
  }

  unprotectRtcp(bytes: Buffer, mkiOctets: number): { packet: Buffer | null; eIndex: number } {
    const wordAt = bytes.length - mkiOctets - indexOctets;
    const word = bytes.subarray(wordAt, wordAt + indexOctets);
    const eIndex = word.readUInt32BE();
    const index = eIndex & 0x7fffffff;
    const end = wordAt - this.tagOctets;
    // RFC 7714 §9.3: with E = 0 the whole packet is associated data and nothing is encrypted.
    const clear = (word[0] ?? 0) & 0x80 ? rtcpHeader : end;
    const stream = this.#stream(bytes.readUInt32BE(4), index, end - clear);
    const associated = Buffer.concat([bytes.subarray(0, clear), word]);
    const tag = this.#tagOf(associated, associated.length, bytes, clear, end, stream);
    if (tag.compare(bytes, end, wordAt) !== 0) return { packet: null, eIndex };
    const packet = Buffer.from(bytes.subarray(0, end));
    xor(packet, clear, end, stream, bodyAt);
    return { packet, eIndex };
  }

  /** RFC 7714 §8.1 and §9.1: the IV is two zero octets, SSRC, 48 bits of index, all XORed with the salt. */
  #stream(ssrc: number, index: number, octets: number): Buffer {
    const iv = this.#start;
    iv.set(this.#salt);
    iv.writeUInt32BE((iv.readUInt32BE(2) ^ ssrc) >>> 0, 2);
    iv.writeUInt32BE((iv.readUInt32BE(6) ^ Math.floor(index / 0x10000)) >>> 0, 6);
    iv.writeUInt16BE(iv.readUInt16BE(10) ^ (index & 0xffff), 10);
    return this.#keystream.read(iv, bodyAt + octets);
  }

  /** Over `head` up to `headEnd`, which is in clear, and the ciphertext from `from` to `to`; good until the next one is asked for. */
  #tagOf(head: Buffer, headEnd: number, sealed: Buffer, from: number, to: number, stream: Buffer): Buffer {
    const tag = this.#tag;
    this.#ghash.over(head, headEnd, sealed, from, to, tag);
    xor(tag, 0, tag.length, stream, tagMaskAt);
    return tag;
  }
}

/** NIST SP 800-38D §7.1: the block of count 1 masks the tag, those from 2 on the text; that of 0 is not used. */
const tagMaskAt = 16;
const bodyAt = 32;

function xor(bytes: Buffer, from: number, to: number, stream: Buffer, streamFrom: number): void {
  for (let at = from, i = streamFrom; at < to; at++, i++) bytes[at] = (bytes[at] ?? 0) ^ (stream[i] ?? 0);
}
