/** A session description of the far end's own, as a model that a script changes before it is written. */
import type { SrtpSuite } from '../wire/media/srtp-keys.ts';

export interface OwnDescription {
  /** Lines of the session level behind `t=`, whole: `a=crypto:...`. */
  attributes: readonly string[];
  media: readonly OwnMedia[];
}

export interface OwnMedia {
  kind: 'audio' | 'video';
  /** 0 refuses the line (RFC 3264 §6). */
  port: number;
  /** `RTP/SAVP` */
  profile: string;
  formats: readonly number[];
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
  /** As written: `2^20`. */
  lifetime?: string;
  mki?: { value: string; octets: string };
  parameters: readonly string[];
  /** The whole value behind `a=crypto:`, in place of all of the above. */
  verbatim?: string;
}
