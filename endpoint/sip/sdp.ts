/** Session descriptions (RFC 8866) as far as one audio stream needs them. */
import { isIP, isIPv6 } from 'node:net';
import type { Flaws } from '../flaws.ts';
import { readCompanions, type Companions } from './companions.ts';

export interface MediaDescription {
  media: string;
  port: number;
  /** `RTP/AVP`, `RTP/SAVP`, ... */
  profile: string;
  formats: string[];
  /** From the media level, else from the session level; null when neither has an address we can send to. */
  address: string | null;
  direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  /** What follows `a=crypto:`, of this media level only (RFC 4568 §4: never of the session level). */
  crypto: string[];
  /** Whether DTLS-SRTP is offered as well (RFC 5763 §5). */
  fingerprint: boolean;
  companions: Companions;
}

const MOST_LINES = 2000;
const MOST_MEDIA = 20;
const MOST_CRYPTO = 64;

/** @returns a reason when `text` is no session description. */
export function readSdp(text: string, flaws: Flaws): MediaDescription[] | string {
  const lines = splitLines(text, flaws);
  // RFC 8866 §9: no byte of a line is NUL.
  if (lines.some((line) => line.includes('\0'))) return 'the session description holds a NUL';
  if (lines.length > MOST_LINES) return 'the session description has too many lines';
  if (lines[0] !== 'v=0') return 'the session description does not begin with v=0';
  const firstMedia = lines.findIndex((line) => line.startsWith('m='));
  const session = lines.slice(0, firstMedia < 0 ? lines.length : firstMedia);
  const sections: string[][] = [];
  for (const line of lines.slice(session.length)) {
    if (line.startsWith('m=')) sections.push([]);
    sections.at(-1)?.push(line);
  }
  if (sections.length > MOST_MEDIA) return 'the session description has too many media lines';
  const descriptions: MediaDescription[] = [];
  for (const section of sections) {
    const description = readMedia(section, session, flaws);
    if (typeof description === 'string') return description;
    const refused = descriptions.at(-1)?.port === 0 ? descriptions.at(-1) : undefined;
    if (refused && flaws.has('uses-crypto-of-refused-streams')) description.crypto = refused.crypto;
    descriptions.push(description);
  }
  return descriptions;
}

function splitLines(text: string, flaws: Flaws): string[] {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line !== '');
  return flaws.has('reads-sdp-to-nul') ? lines.map((line) => line.split('\0')[0] ?? '') : lines;
}

function readMedia(section: string[], session: string[], flaws: Flaws): MediaDescription | string {
  const [media = '', port = '', profile = '', ...formats] = (section[0] ?? '').slice(2).split(' ');
  const [, number] = /^(\d{1,5})(?:\/\d+)?$/.exec(port) ?? [];
  if (number === undefined || Number(number) > 65535 || profile === '' || formats.length === 0)
    return 'a media line is malformed';
  const own = cryptoOf(section);
  const crypto = own.length === 0 && flaws.has('uses-session-level-crypto') ? cryptoOf(session) : own;
  if (crypto.length > MOST_CRYPTO) return 'a media description has too many crypto lines';
  return {
    media,
    port: Number(number),
    profile,
    formats,
    address: readAddress(section) ?? readAddress(session),
    direction: readDirection(section) ?? readDirection(session) ?? 'sendrecv',
    crypto,
    fingerprint: [...session, ...section].some((line) => line.startsWith('a=fingerprint:')),
    companions: readCompanions(section, Number(number), formats),
  };
}

function cryptoOf(lines: string[]): string[] {
  return lines.filter((line) => line.startsWith('a=crypto:')).map((line) => line.slice('a=crypto:'.length));
}

function readAddress(lines: string[]): string | null {
  const connection = lines.find((line) => line.startsWith('c='));
  const [, address = ''] = /^c=IN IP[46] ([^ /]+)/.exec(connection ?? '') ?? [];
  return isIP(address) ? address : null;
}

function readDirection(lines: string[]): MediaDescription['direction'] | null {
  const [, direction] = /^a=(sendrecv|sendonly|recvonly|inactive)$/m.exec(lines.join('\n')) ?? [];
  return (direction as MediaDescription['direction'] | undefined) ?? null;
}

export interface LocalDescription {
  address: string;
  /** RFC 8866 §5.2: the same id in every description of a session, a version that rises. */
  sessionId: number;
  version: number;
  /** In the order of the offer; null stands for a stream that is refused (RFC 3264 §6: port 0). */
  media: (LocalMedia | { refused: MediaDescription })[];
}

export interface LocalMedia {
  port: number;
  profile: string;
  payloadTypes: { type: number; name: string }[];
  direction: MediaDescription['direction'];
  /** Whole `a=crypto:` lines, and what else says how the stream is keyed. */
  keying: string[];
  /** Other lines, whole. */
  attributes: string[];
}

export function writeSdp({ address, sessionId, version, media }: LocalDescription, flaws: Flaws): string {
  const family = isIPv6(address) ? 'IP6' : 'IP4';
  const lines = [
    'v=0',
    `o=- ${sessionId} ${version} IN ${family} ${address}`,
    's=-',
    `c=IN ${family} ${address}`,
    't=0 0',
    ...(flaws.has('writes-session-level-crypto') ? media.flatMap((each) => ('keying' in each ? each.keying : [])) : []),
    ...media.flatMap((each) =>
      'refused' in each
        ? [`m=${each.refused.media} 0 ${each.refused.profile} ${each.refused.formats.join(' ')}`]
        : [
            `m=audio ${each.port} ${each.profile} ${each.payloadTypes.map(({ type }) => type).join(' ')}`,
            ...each.keying,
            ...each.payloadTypes.map(({ type, name }) => `a=rtpmap:${type} ${name}/8000`),
            ...each.attributes,
            'a=ptime:20',
            `a=${each.direction}`,
          ],
    ),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}
