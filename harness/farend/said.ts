/** What the far end has said: its description as it went out, and the keys behind its lines. */
import { sharesPort } from '../wire/sdp/companions.ts';
import { parseSdp, type SdpMedia } from '../wire/sdp/sdp.ts';
import { type MediaKey, mediaKey, mkiField, packets } from './media-key.ts';
import type { OwnCrypto, OwnDescription, OwnMedia } from './own-description.ts';

export interface Said {
  text: string;
  media: readonly SaidMedia[];
}

export interface SaidMedia {
  port: number;
  direction: OwnMedia['direction'];
  /** Whether it would have RTP and RTCP on one port (RFC 5761). */
  sharesPort: boolean;
  /** By their tags, as numbers; NaN where the tag is none. */
  keys: readonly { tag: number; key: MediaKey }[];
}

/** Where the far end's media is, and which of its descriptions this is (the version of RFC 8866 §5.2). */
export interface Origin {
  host: string;
  session: number;
  version: number;
}

/** A string goes out as it is; its keys are those that can be read from it. */
export function say(description: OwnDescription | string, origin: Origin): Said {
  if (typeof description === 'string') return { text: description, media: parseSdp(description).media.map(read) };
  return { text: write(description, origin), media: description.media.map(known) };
}

function read(media: SdpMedia): SaidMedia {
  const keys = media.crypto.flatMap((line) => {
    const key = mediaKey(line);
    return key ? [{ tag: line.tag, key }] : [];
  });
  return { port: media.port, direction: media.direction, sharesPort: sharesPort(media.lines), keys };
}

function known({ port, direction, crypto, attributes }: OwnMedia): SaidMedia {
  return {
    port,
    direction,
    sharesPort: sharesPort(attributes),
    keys: crypto.map((line) => ({ tag: Number(line.tag), key: keyOf(line) })),
  };
}

function keyOf({ suite, master, mki, lifetime }: OwnCrypto): MediaKey {
  const decimals = mki && /^\d+$/.test(mki.value) && /^\d{1,3}$/.test(mki.octets);
  const limit = lifetime === undefined ? NaN : packets(lifetime);
  return {
    suite,
    master,
    mki: decimals ? mkiField(BigInt(mki.value), Number(mki.octets)) : null,
    lifetime: Number.isNaN(limit) ? null : limit,
  };
}

const names: Record<string, string> = { 0: 'PCMU', 8: 'PCMA' };

function write({ attributes, media }: OwnDescription, { host, session, version }: Origin): string {
  const family = host.includes(':') ? 'IP6' : 'IP4';
  const lines = [
    'v=0',
    `o=- ${session} ${version} IN ${family} ${host}`,
    's=-',
    `c=IN ${family} ${host}`,
    't=0 0',
    ...attributes,
    ...media.flatMap(writeMedia),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

function writeMedia({ kind, port, profile, formats, direction, crypto, attributes }: OwnMedia): string[] {
  const head = `m=${kind} ${port} ${profile} ${formats.join(' ')}`;
  const further = [...crypto.map(writeLine), ...attributes];
  if (port === 0) return [head, ...further];
  const mapped = formats.flatMap((format) => (names[format] ? [`a=rtpmap:${format} ${names[format]}/8000`] : []));
  const pace = kind === 'audio' ? ['a=ptime:20'] : [];
  return [head, ...mapped, ...pace, ...further, `a=${direction}`];
}

function writeLine({ tag, suiteName, master, keyText, lifetime, mki, parameters, verbatim }: OwnCrypto): string {
  if (verbatim !== undefined) return `a=crypto:${verbatim}`;
  const key = [
    `inline:${keyText ?? master.toString('base64')}`,
    ...(lifetime === undefined ? [] : [lifetime]),
    ...(mki ? [`${mki.value}:${mki.octets}`] : []),
  ].join('|');
  return `a=crypto:${[tag, suiteName, key, ...parameters].join(' ')}`;
}
