/** What an honest far end offers and how it answers, by its policy. */
import type { SrtpPolicy } from '../evidence.ts';
import { isAudioPayloadType } from '../wire/media/g711.ts';
import type { SrtpSuite } from '../wire/media/srtp-suites.ts';
import { isPlainProfile, isSecureProfile } from '../wire/sdp/profiles.ts';
import type { SdpMedia, SessionDescription } from '../wire/sdp/sdp.ts';
import { type MediaKey, usableCrypto } from './media-key.ts';
import { ownCrypto, type OwnDescription, type OwnMedia } from './own-description.ts';

export const offeredSuite: SrtpSuite = 'AES_CM_128_HMAC_SHA1_80';

/** Crypto in a description: none where the policy is `disabled`, RTP/AVP with crypto where it is `optional` (RFC 8643 §3.1). */
export function offerFor(
  policy: SrtpPolicy,
  port: number,
  suites: readonly SrtpSuite[] = [offeredSuite],
): OwnDescription {
  const audio: OwnMedia = {
    kind: 'audio',
    port,
    profile: policy === 'mandatory' ? 'RTP/SAVP' : 'RTP/AVP',
    formats: [0, 8],
    direction: 'sendrecv',
    crypto: policy === 'disabled' ? [] : suites.map((suite, i) => ownCrypto(i + 1, suite)),
    attributes: [],
  };
  return { attributes: [], media: [audio] };
}

export interface AnswerOptions {
  port: number;
  /** The suites that it takes; all when left out. */
  suites?: readonly SrtpSuite[] | undefined;
  /** Its own key where the device's is the one in force, which then stays as well (RFC 4568 §7.1.4). */
  kept: (device: MediaKey) => MediaKey | null;
}

/** Takes an audio line that the policy allows, the first with crypto before those without, and refuses all others in their places; null: 488. */
export function answerFor(
  policy: SrtpPolicy,
  offer: SessionDescription,
  options: AnswerOptions,
): OwnDescription | null {
  const taken = offer.media.map((media) => answerLine(policy, media, options));
  // Of lines that it may take as alternatives it prefers one that is encrypted.
  const secured = taken.findIndex((line) => line !== null && line.crypto.length > 0);
  const at = secured >= 0 ? secured : taken.findIndex((line) => line !== null);
  if (at < 0) return null;
  return {
    attributes: [],
    media: offer.media.map((media, i) => (i === at && taken[at]) || refused(media)),
  };
}

/** Every line refused: what is said to an offer in a 2xx that cannot be taken (RFC 3261 §13.2.2.4). */
export const refuseAll = ({ media }: SessionDescription): OwnDescription => ({
  attributes: [],
  media: media.map(refused),
});

const refused = ({ kind, profile, formats }: SdpMedia): OwnMedia => ({
  kind,
  port: 0,
  profile,
  formats,
  direction: 'inactive',
  crypto: [],
  attributes: [],
});

const answerTo = { sendrecv: 'sendrecv', sendonly: 'recvonly', recvonly: 'sendonly', inactive: 'inactive' } as const;

function answerLine(policy: SrtpPolicy, media: SdpMedia, { port, suites, kept }: AnswerOptions): OwnMedia | null {
  const payloadType = media.formats.map(Number).find(isAudioPayloadType);
  if (media.kind !== 'audio' || media.port === 0 || payloadType === undefined) return null;
  const secure = isSecureProfile(media.profile);
  if (!secure && !isPlainProfile(media.profile)) return null;
  const direction = answerTo[media.direction];
  const { kind, profile } = media;
  const plain = { kind, port, profile, formats: [payloadType], direction, crypto: [], attributes: [] };
  const offered = policy === 'disabled' ? null : usableCrypto(media, suites);
  if (offered) return { ...plain, crypto: [ownCrypto(offered.tag, offered.key.suite, kept(offered.key)?.master)] };
  return secure || policy === 'mandatory' ? null : plain;
}
