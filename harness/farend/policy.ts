/** What the far end offers and how it answers, by its policy. */
import { randomBytes } from 'node:crypto';
import type { SrtpPolicy } from '../evidence.ts';
import { type AudioPayloadType, isAudioPayloadType } from '../wire/media/g711.ts';
import { isSrtpSuite, masterOctets, type SrtpSuite } from '../wire/media/srtp-keys.ts';
import type { CryptoAttribute } from '../wire/sdp/crypto-attribute.ts';
import { activeAudio, type SdpMedia, type SessionDescription } from '../wire/sdp/sdp.ts';

/** Key material for one direction of media. */
export interface MediaKey {
  suite: SrtpSuite;
  master: Buffer;
  mkiOctets: number;
}

export interface Agreement {
  profile: string;
  payloadType: AudioPayloadType;
  /** Null when the media is plain. */
  crypto: { tag: number; own: MediaKey } | null;
}

export const offeredSuite: SrtpSuite = 'AES_CM_128_HMAC_SHA1_80';

export function freshKey(suite: SrtpSuite): MediaKey {
  return { suite, master: randomBytes(masterOctets(suite)), mkiOctets: 0 };
}

/** The key of a crypto line, null when its suite is unknown or the key does not fit it. */
export function mediaKey(line: CryptoAttribute): MediaKey | null {
  const key = line.keys?.[0];
  if (!key || !isSrtpSuite(line.suite) || key.octets.length !== masterOctets(line.suite)) return null;
  return { suite: line.suite, master: key.octets, mkiOctets: key.mki?.octets ?? 0 };
}

/** The first line whose key can be used, in the offerer's order (RFC 4568 §5.1.2). */
export function usableCrypto(media: SdpMedia): { tag: number; key: MediaKey } | null {
  for (const line of media.crypto) {
    const key = mediaKey(line);
    if (key) return { tag: line.tag, key };
  }
  return null;
}

export const isSecureProfile = (profile: string): boolean => /^RTP\/SAVPF?$/i.test(profile);
const isPlainProfile = (profile: string): boolean => /^RTP\/AVPF?$/i.test(profile);

export function offerFor(policy: SrtpPolicy): Agreement {
  return {
    profile: policy === 'mandatory' ? 'RTP/SAVP' : 'RTP/AVP',
    payloadType: 0,
    crypto: policy === 'disabled' ? null : { tag: 1, own: freshKey(offeredSuite) },
  };
}

/** Null when the policy refuses the offer (488). */
export function answerFor(
  policy: SrtpPolicy,
  offer: SessionDescription,
  withoutCrypto: boolean,
): (Agreement & { media: SdpMedia }) | null {
  const media = activeAudio(offer);
  const payloadType = media?.formats.map(Number).find(isAudioPayloadType);
  if (!media || payloadType === undefined) return null;
  const secure = isSecureProfile(media.profile);
  if (!secure && !isPlainProfile(media.profile)) return null;
  const plain = { profile: media.profile, payloadType, crypto: null, media };
  if (withoutCrypto) return plain;
  const offered = usableCrypto(media);
  if (offered && policy !== 'disabled') {
    return { ...plain, crypto: { tag: offered.tag, own: freshKey(offered.key.suite) } };
  }
  return secure || policy === 'mandatory' ? null : plain;
}
