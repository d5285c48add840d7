/** A session description of the far end's own, as a model that a script changes before it is written. */
import type { SrtpSuite } from '../wire/media/srtp-suites.ts';
import { freshKey } from './media-key.ts';

export interface OwnDescription {
  /** Lines of the session level behind `t=`, whole: `a=crypto:...`. */
  attributes: readonly string[];
  media: readonly OwnMedia[];
}

export interface OwnMedia {
  /** `audio`, `video` */
  kind: string;
  /** 0 refuses the line (RFC 3264 §6). */
  port: number;
  /** `RTP/SAVP` */
  profile: string;
  /** As written behind the profile; 0 and 8 get their `a=rtpmap`, others only what `attributes` says. */
  formats: readonly (number | string)[];
  direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  crypto: readonly OwnCrypto[];
  /** Other lines, whole: `a=fingerprint:...`. */
  attributes: readonly string[];
}

/** One `a=crypto` line (RFC 4568 §9.1). The key of the line that the device takes protects what the far end sends. */
export interface OwnCrypto {
  /** As written. */
  tag: string;
  /** As written; `suite` is what it stands for. */
  suiteName: string;
  suite: SrtpSuite;
  /** Master key and salt. */
  master: Buffer;
  /** What stands behind `inline:` in place of the base64 of `master`. */
  keyText?: string;
  /** As written: `2^20`; the far end sends no more packets than that. */
  lifetime?: string;
  /** As written. Where both are decimals the field stands in every packet of the far end. */
  mki?: { value: string; octets: string };
  parameters: readonly string[];
  /** The whole value behind `a=crypto:`, in place of all of the above. */
  verbatim?: string;
}

/** A line with a key of its own, random unless one is given. */
export function ownCrypto(tag: number, suite: SrtpSuite, master: Buffer = freshKey(suite).master): OwnCrypto {
  return { tag: String(tag), suiteName: suite, suite, master, parameters: [] };
}

/** The same with every active audio line changed. */
export function withAudio(own: OwnDescription, change: (audio: OwnMedia) => Partial<OwnMedia>): OwnDescription {
  const isActive = ({ kind, port }: OwnMedia): boolean => kind === 'audio' && port > 0;
  return { ...own, media: own.media.map((media) => (isActive(media) ? { ...media, ...change(media) } : media)) };
}

/** The same with other crypto lines in every active audio line. */
export const withCrypto = (
  own: OwnDescription,
  change: (lines: readonly OwnCrypto[]) => readonly OwnCrypto[],
): OwnDescription => withAudio(own, ({ crypto }) => ({ crypto: change(crypto) }));

/** The same in another direction. */
export const inDirection = (own: OwnDescription, direction: OwnMedia['direction']): OwnDescription =>
  withAudio(own, () => ({ direction }));

/** The same lines with new keys. */
export const withFreshKeys = (own: OwnDescription): OwnDescription =>
  withCrypto(own, (lines) => lines.map((line) => ({ ...line, master: freshKey(line.suite).master })));
