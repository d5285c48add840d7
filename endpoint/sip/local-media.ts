/** The media lines of our own descriptions, and what follows from both sides' for the media. */
import { codecs, type PayloadType } from '../media/audio.ts';
import type { MediaParameters, Security } from '../media/session.ts';
import type { Flaws } from '../flaws.ts';
import { answeredCompanions, offeredCompanions } from './companions.ts';
import type { CryptoLine } from './crypto-attribute.ts';
import { fingerprintBeside } from './flaw-fingerprint.ts';
import type { Agreement, Offered } from './media-policy.ts';
import { answeredLines, writtenLine } from './own-crypto.ts';
import type { LocalDescription, LocalMedia, MediaDescription } from './sdp.ts';

const offeredTypes: readonly PayloadType[] = [0, 8];

const answerTo = { sendrecv: 'sendrecv', sendonly: 'recvonly', recvonly: 'sendonly', inactive: 'inactive' } as const;

const named = (type: PayloadType): { type: number; name: string } => ({ type, name: codecs[type].name });

/** @param holding RFC 3264 §8.4: whoever holds sends alone. */
export function offeredAudio(port: number, { profile, crypto }: Offered, holding: boolean, flaws: Flaws): LocalMedia {
  const companions = offeredCompanions();
  return {
    port,
    profile,
    payloadTypes: [...offeredTypes.map(named), ...companions.payloadTypes],
    direction: holding ? 'sendonly' : 'sendrecv',
    keying: crypto.map((line) => writtenLine(line, flaws)),
    attributes: companions.attributes,
  };
}

/** RFC 4568 §5.1.2: one line with the offer's tag and suite and a key of our own; null: in clear. */
export function answeredAudio(
  port: number,
  { remote, acceptable = [], payloadType, profile }: Agreement,
  local: CryptoLine | null,
  flaws: Flaws,
): LocalMedia {
  const companions = answeredCompanions(remote.companions, remote.port);
  const drops = remote.direction !== 'sendrecv' && flaws.has('drops-crypto-on-hold');
  const lines = local && !drops ? answeredLines(local, acceptable, flaws) : [];
  return {
    port,
    profile,
    payloadTypes: [named(payloadType), ...companions.payloadTypes],
    direction: answerTo[remote.direction],
    keying: local ? [...lines, ...fingerprintBeside(remote, flaws)] : [],
    attributes: companions.attributes,
  };
}

/** RFC 3264 §6: the lines of the offer in their places, all refused but the one that is taken. */
export function besideRefused(
  descriptions: readonly MediaDescription[],
  at: number,
  accepted: LocalMedia,
  flaws: Flaws,
): LocalDescription['media'] {
  const takesAll = flaws.has('takes-both-streams');
  return descriptions.map((refused, place) => {
    const isAlike = refused.media === 'audio' && refused.port !== 0 && flaws.has('one-key-for-all-streams');
    if (place === at || isAlike) return accepted;
    const isTaken = takesAll && refused.media === 'audio';
    return isTaken ? { ...accepted, keying: [], profile: refused.profile } : { refused };
  });
}

export function parametersOf({ remote, payloadType }: Agreement, security: Security | null): MediaParameters {
  const { address, port, direction, companions } = remote;
  // RFC 3264 §8.4: the old form of hold.
  const reachable = address !== '0.0.0.0' && address !== '::';
  return {
    remote: { address, port },
    ...companions,
    payloadType,
    send: reachable && (direction === 'sendrecv' || direction === 'recvonly'),
    receive: direction === 'sendrecv' || direction === 'sendonly',
    security,
  };
}
