/** What session descriptions say of media and its keys. */

/** One session description as it was sent, without its keys. */
export interface Description {
  at: number;
  from: 'device' | 'far-end';
  role: 'offer' | 'answer';
  /** The message that it stood in: `INVITE`, `re-INVITE`, `UPDATE`, `ACK`, or the status of a response: `183`, `200`. */
  in: string;
  /** Of the To of a response, where the far end answers as several (RFC 3261 §12.1.1); null in a request. */
  tag: string | null;
  /** Keys masked, at most 16 KiB. */
  text: string;
  /** Crypto lines of the session level, where RFC 4568 §4 has none. */
  sessionCrypto: CryptoLine[];
  media: MediaLine[];
}

export interface MediaLine {
  kind: string;
  /** 0 where it is refused. */
  port: number;
  profile: string;
  formats: string[];
  direction: 'sendrecv' | 'sendonly' | 'recvonly' | 'inactive';
  /** At most 64. */
  crypto: CryptoLine[];
  /** Values of `a=crypto` lines without a tag or a suite, keys masked. */
  brokenCrypto: string[];
}

/** One `a=crypto` line (RFC 4568 §9.1). */
export interface CryptoLine {
  tag: number;
  suite: string;
  /** Null where the line breaks the grammar behind the suite. */
  keys: CryptoKeyFacts[] | null;
  parameters: string[];
}

export interface CryptoKeyFacts {
  octets: number;
  fingerprint: string;
  /** Whether its base64 is filled up with `=` where that is needed. */
  padded: boolean;
  lifetime: string | null;
  mki: { value: string; octets: number } | null;
}

export interface Sdp {
  text: string;
  profile: string;
  port: number;
  crypto: { tag: number; suite: string; keyOctets: number | null; keyFingerprint: string | null }[];
}
