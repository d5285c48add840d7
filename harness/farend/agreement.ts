/** What follows for the media from two descriptions, the far end's and the device's. */
import type { Address } from '../lab/lab.ts';
import { type AudioPayloadType, isAudioPayloadType } from '../wire/media/g711.ts';
import { controlPort, eventTypes, sharesPort } from '../wire/sdp/companions.ts';
import { activeAudio, type SdpMedia, type SessionDescription } from '../wire/sdp/sdp.ts';
import { type MediaKey, mediaKey, usableCrypto } from './media-key.ts';
import type { Said } from './said.ts';

export interface Agreement {
  /** The far end's port of the line that was taken. */
  port: number;
  /** Protects what the far end sends; null: in clear. */
  own: MediaKey | null;
  /** What the device's packets should be protected with; null where its description has no key that can be used. */
  device: MediaKey | null;
  payloadType: AudioPayloadType;
  payloadTypes: ReadonlySet<number>;
  /** Where the device receives; null where it says no address. */
  remote: Address | null;
  /** Where the device receives RTCP. */
  control: Address | null;
  /** Payload types of telephone events (RFC 4733). */
  eventTypes: ReadonlySet<number>;
  /** Whether both directions let the far end send (RFC 3264 §6.1, §8.4). */
  sends: boolean;
}

/** Null when no audio line stands on both sides. */
export function agreementOf(offerer: 'device' | 'far-end', said: Said, device: SessionDescription): Agreement | null {
  const heard = heardLine(offerer, said, device);
  if (!heard) return null;
  const { at, media } = heard;
  const line = said.media[at];
  if (!line) return null;
  const lines = media.crypto.map((crypto) => ({ tag: crypto.tag, key: mediaKey(crypto) }));
  // RFC 4568 §5.1.2, §5.1.3: an answer has the tag and the suite of the line that it takes.
  const pairs = line.keys.flatMap((own) => {
    const theirs = lines.find(({ tag }) => tag === own.tag)?.key ?? null;
    return theirs?.suite === own.key.suite ? [{ own: own.key, theirs }] : [];
  });
  const [pair] = pairs;
  const answered = offerer === 'device' ? (line.keys[0]?.key ?? null) : null;
  const formats = media.formats.map(Number);
  const remote = media.address && media.port > 0 ? { host: media.address, port: media.port } : null;
  const shared = line.sharesPort && sharesPort(media.lines);
  return {
    port: line.port,
    own: pair?.own ?? answered,
    device: pair?.theirs ?? usableCrypto(media)?.key ?? null,
    payloadType: formats.find(isAudioPayloadType) ?? 0,
    payloadTypes: new Set(formats),
    remote,
    control: remote && (shared ? remote : { ...remote, port: controlPort(media) }),
    eventTypes: eventTypes(media),
    sends: reachable(media) && wants(media.direction, 'recvonly') && wants(line.direction, 'sendonly'),
  };
}

/** The offer's line that the far end took, or that of the answer that the device took. */
function heardLine(
  offerer: 'device' | 'far-end',
  said: Said,
  device: SessionDescription,
): { at: number; media: SdpMedia } | null {
  const media = offerer === 'device' ? device.media[said.media.findIndex(({ port }) => port > 0)] : activeAudio(device);
  return media && media.kind === 'audio' ? { at: device.media.indexOf(media), media } : null;
}

const wants = (direction: SdpMedia['direction'], oneWay: 'recvonly' | 'sendonly'): boolean =>
  direction === 'sendrecv' || direction === oneWay;

const reachable = ({ address }: SdpMedia): boolean => address !== null && address !== '0.0.0.0' && address !== '::';
