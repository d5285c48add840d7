/** What one datagram of the device is, given what its SDP and ours said. */
import { isRtcp, isRtpOrRtcp, parseRtp, type RtpPacket } from '../wire/media/rtp.ts';
import { shortestTag } from '../wire/media/srtp-suites.ts';
import type { DeviceKeys } from './device-keys.ts';

export interface MediaContext {
  /** The keys that its descriptions had; null while there is none. */
  device: DeviceKeys | null;
  /** Whether both sides agreed on crypto. */
  secured: boolean;
  payloadTypes: ReadonlySet<number>;
  /** Whether these octets are a payload that the far end sent. */
  isOwnPayload: (payload: Buffer) => boolean;
}

export interface Classified {
  kind: 'srtp' | 'plain' | 'undecipherable' | 'rtcp';
  /** Clear RTP for `srtp` and `plain`; the packet as it came for `undecipherable`; null for `rtcp`. */
  packet: RtpPacket | null;
  /** False for authentic repetitions, whose audio was heard already. */
  fresh: boolean;
  /** The roll-over counter under which it authenticates, be it the due one or the one before; absent where under neither. */
  rollOver?: number;
}

/**
 * Null for what is neither RTP nor RTCP (STUN, keep-alives; told apart by the first octet, RFC 7983 §7).
 *
 * - Whatever authenticates with the key in the device's SDP is `srtp`, also when no crypto was agreed; but where its payload
 *   is clear audio as it came, it is `plain`: authenticated and not encrypted.
 * - Else, when no crypto was agreed, every RTP packet is `plain`.
 * - Else it is `plain` if its payload type was negotiated and it is clear audio beyond doubt: it carries a payload that the
 *   far end sent, or its payload is too short for a tag (comfort noise, an event), or it is a whole number of 10 ms frames,
 *   which leaves no room for a tag, and its octets are distributed as no cipher text is.
 * - All other RTP is `undecipherable`.
 */
export function classify(bytes: Buffer, context: MediaContext): Classified | null {
  if (!isRtpOrRtcp(bytes)) return null;
  if (isRtcp(bytes)) return { kind: 'rtcp', packet: null, fresh: true };
  const outer = parseRtp(bytes);
  if (!outer) return null;
  const unprotected = context.device?.unprotect(bytes);
  if (unprotected?.result === 'authentic') {
    const { rollOver } = unprotected;
    const packet = parseRtp(unprotected.packet);
    const asItCame = { ...outer, payload: outer.payload.subarray(0, packet?.payload.length) };
    return isAudioBeyondDoubt(asItCame, context)
      ? { kind: 'plain', packet: asItCame, fresh: true }
      : { kind: 'srtp', packet, fresh: true, ...(rollOver !== undefined && { rollOver }) };
  }
  if (unprotected?.result === 'replayed') return { kind: 'srtp', packet: outer, fresh: false };
  const plain = !context.secured || isClearAudio(outer, context);
  const stale = unprotected?.result === 'bad-tag' ? unprotected.staleRollOver : undefined;
  const rolled = stale === undefined ? {} : { rollOver: stale };
  return { kind: plain ? 'plain' : 'undecipherable', packet: outer, fresh: true, ...rolled };
}

function isClearAudio(packet: RtpPacket, context: MediaContext): boolean {
  // A protected packet has a tag and something before it.
  const isShort = context.payloadTypes.has(packet.payloadType) && packet.payload.length <= shortestTag;
  return isShort || isAudioBeyondDoubt(packet, context);
}

function isAudioBeyondDoubt({ payloadType, payload }: RtpPacket, context: MediaContext): boolean {
  if (!context.payloadTypes.has(payloadType)) return false;
  if (context.isOwnPayload(payload)) return true;
  const wholeFrames = payload.length > 0 && payload.length % 80 === 0 && payload.length <= 480;
  return wholeFrames && unevenness(payload) > 80;
}

/**
 * Chi-squared of the upper four bits, which are sign and segment in G.711. Cipher text gives 15 on average and over 80
 * once in 10^10 packets; speech, tones and silence use few segments and give hundreds.
 */
function unevenness(payload: Buffer): number {
  const counts = new Array<number>(16).fill(0);
  for (const octet of payload) counts[octet >> 4] = (counts[octet >> 4] ?? 0) + 1;
  const expected = payload.length / 16;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}
