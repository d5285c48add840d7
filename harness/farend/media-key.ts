/** Key material for one direction of media, and how it is read from crypto lines. */
import { randomBytes } from 'node:crypto';
import { isSrtpSuite, masterOctets, type SrtpSuite } from '../wire/media/srtp-suites.ts';
import type { CryptoAttribute } from '../wire/sdp/crypto-attribute.ts';
import type { SdpMedia } from '../wire/sdp/sdp.ts';

export interface MediaKey {
  suite: SrtpSuite;
  /** Master key and salt. */
  master: Buffer;
  /** As it stands in every packet; null for none. */
  mki: Buffer | null;
  /** How many packets it may protect; null where nothing is said (RFC 4568 §6.1). */
  lifetime: number | null;
}

export function freshKey(suite: SrtpSuite): MediaKey {
  return { suite, master: randomBytes(masterOctets(suite)), mki: null, lifetime: null };
}

/** The first key of a crypto line, null when its suite is unknown or the key does not fit it. */
export function mediaKey(line: CryptoAttribute): MediaKey | null {
  const key = line.keys?.[0];
  if (!key || !isSrtpSuite(line.suite) || key.octets.length !== masterOctets(line.suite)) return null;
  const mki = key.mki && mkiField(key.mki.value, key.mki.octets);
  return { suite: line.suite, master: key.octets, mki, lifetime: key.lifetime === null ? null : packets(key.lifetime) };
}

/** The first line whose key can be used and whose suite is taken, in the offerer's order (RFC 4568 §5.1.2). */
export function usableCrypto(media: SdpMedia, taken?: readonly SrtpSuite[]): { tag: number; key: MediaKey } | null {
  for (const line of media.crypto) {
    const key = mediaKey(line);
    if (key && (!taken || taken.includes(key.suite))) return { tag: line.tag, key };
  }
  return null;
}

export const sameKey = (one: MediaKey | null, other: MediaKey | null): boolean =>
  one !== null && other !== null && one.suite === other.suite && one.master.equals(other.master);

/** RFC 4568 §6.1: an MKI is written as a decimal and goes over the wire as a big-endian integer of that many octets. */
export function mkiField(value: bigint, octets: number): Buffer {
  const digits = value.toString(16).padStart(2 * octets, '0');
  return Buffer.from(digits.slice(digits.length - 2 * octets), 'hex');
}

/** `2^20` or a plain number of packets. */
export function packets(lifetime: string): number {
  const [, power] = /^2\^(\d{1,3})$/.exec(lifetime) ?? [];
  return power === undefined ? Number(lifetime) : 2 ** Number(power);
}
