/**
 * SDP (RFC 8866) as lines, and what calls need of it. Parsing never fails: what cannot be read is simply not there, for
 * the exact lines are kept.
 */
import type { Sdp } from '../../evidence.ts';
import { type CryptoAttribute, keyFingerprint, maskKeys, parseCrypto } from './crypto-attribute.ts';

export interface SdpMedia {
  /** `audio`, `video`, ... */
  kind: string;
  port: number;
  profile: string;
  formats: string[];
  /** Address of the nearest `c=` line, of the session if the media has none. */
  address: string | null;
  /** The nearest one; `sendrecv` where none is said (RFC 8866 §6.7). */
  direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  crypto: CryptoAttribute[];
  /** `a=crypto` lines without tag and suite. */
  brokenCrypto: string[];
  /** The exact lines of this section, `m=` first. */
  lines: string[];
}

export interface SessionDescription {
  /** The exact lines before the first `m=`. */
  lines: string[];
  media: SdpMedia[];
}

export function parseSdp(text: string): SessionDescription {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line !== '');
  const starts = lines.flatMap((line, at) => (line.startsWith('m=') ? [at] : []));
  const session = lines.slice(0, starts[0] ?? lines.length);
  const media = starts.map((start, i) => parseMedia(lines.slice(start, starts[i + 1] ?? lines.length), session));
  return { lines: session, media };
}

function parseMedia(lines: string[], session: string[]): SdpMedia {
  const [kind = '', port = '', profile = '', ...formats] = (lines[0] ?? '').slice(2).trim().split(/\s+/);
  const values = lines.filter((line) => /^a=crypto:/i.test(line)).map((line) => line.slice('a=crypto:'.length));
  const parsed = values.map(parseCrypto);
  return {
    kind,
    port: /^\d{1,5}(\/\d+)?$/.test(port) ? Math.min(parseInt(port, 10), 65535) : 0,
    profile,
    formats,
    address: connectionAddress(lines) ?? connectionAddress(session),
    direction: mediaDirection(lines) ?? mediaDirection(session) ?? 'sendrecv',
    crypto: parsed.filter((each) => each !== null),
    brokenCrypto: values.filter((_, i) => parsed[i] === null),
    lines,
  };
}

function connectionAddress(lines: string[]): string | null {
  const line = lines.find((each) => each.startsWith('c='));
  return /^c=IN\s+IP[46]\s+([^\s/]+)/.exec(line ?? '')?.[1] ?? null;
}

function mediaDirection(lines: string[]): SdpMedia['direction'] | null {
  const [, direction] = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m.exec(lines.join('\n')) ?? [];
  return (direction as SdpMedia['direction'] | undefined) ?? null;
}

/** The first audio line that is not refused by port 0. */
export function activeAudio(description: SessionDescription): SdpMedia | null {
  return description.media.find((each) => each.kind === 'audio' && each.port > 0) ?? null;
}

export interface AudioLine {
  address: string;
  port: number;
  profile: string;
  /** Static payload types: 0 for PCMU, 8 for PCMA. */
  formats: (0 | 8)[];
  /** Whole `a=` lines, such as one of `writeCrypto`. */
  attributes: string[];
}

/** SDP with one audio line; in an answer, `offered` gives the other media lines, which are refused (RFC 3264 §6). */
export function writeSdp(audio: AudioLine, offered?: SessionDescription): string {
  const family = audio.address.includes(':') ? 'IP6' : 'IP4';
  const names = { 0: 'PCMU', 8: 'PCMA' };
  const own = [
    `m=audio ${audio.port} ${audio.profile} ${audio.formats.join(' ')}`,
    ...audio.formats.map((format) => `a=rtpmap:${format} ${names[format]}/8000`),
    'a=ptime:20',
    ...audio.attributes,
    'a=sendrecv',
  ];
  const answered = offered && activeAudio(offered);
  const media = offered?.media.flatMap((each) =>
    each === answered ? own : [`m=${each.kind} 0 ${each.profile} ${each.formats.join(' ')}`],
  );
  const lines = [
    'v=0',
    `o=- ${audio.port} 1 IN ${family} ${audio.address}`,
    's=-',
    `c=IN ${family} ${audio.address}`,
    't=0 0',
    ...(media ?? own),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

const keptText = 16 * 1024;
const keptCrypto = 64;

/**
 * SDP as evidence: keys are masked, and each is told by the first 16 hexadecimal digits of the SHA-256 of its octets, so
 * that equal keys can be seen without any key.
 */
export function toEvidence(text: string): Sdp {
  const description = parseSdp(text);
  const audio = activeAudio(description) ?? description.media.find((each) => each.kind === 'audio');
  return {
    // Masked before it is cut, so that no half of a key is left at the end.
    text: maskKeys(text).slice(0, keptText),
    profile: audio?.profile ?? '',
    port: audio?.port ?? 0,
    crypto: (audio?.crypto ?? []).slice(0, keptCrypto).map(({ tag, suite, keys }) => {
      const octets = keys?.[0]?.octets ?? null;
      return {
        tag,
        suite,
        keyOctets: octets?.length ?? null,
        keyFingerprint: octets && keyFingerprint(octets),
      };
    }),
  };
}
