/**
 * The `a=crypto` attribute (RFC 4568 §9.1 and §9.2).
 */
import { createHash } from 'node:crypto';

export interface CryptoKey {
  /** Octets of key and salt together. */
  octets: Buffer;
  /** Whether the base64 is filled up with `=` (RFC 4568 §6.1, RFC 3548 §2.2); true where nothing is to fill up. */
  padded: boolean;
  /** As written: `2^20`, `1048576`. */
  lifetime: string | null;
  mki: { value: bigint; octets: number } | null;
}

export interface CryptoAttribute {
  tag: number;
  suite: string;
  /** Null when no key could be read: the line breaks the grammar behind the suite. */
  keys: CryptoKey[] | null;
  sessionParameters: string[];
  /** The value as it came, without `a=crypto:`. */
  raw: string;
}

/** Parses the value behind `a=crypto:`; null when it has not even a tag and a suite. */
export function parseCrypto(raw: string): CryptoAttribute | null {
  const [tag = '', suite = '', keyParams = '', ...sessionParameters] = raw.trim().split(/[ \t]+/);
  // RFC 4568 §9.1: tag = 1*9DIGIT; §4.1: no leading zeros.
  if (!/^(0|[1-9]\d{0,8})$/.test(tag) || !/^\w+$/.test(suite)) return null;
  const keys = keyParams.split(';').map(parseKey);
  const readable = keys.every((key) => key !== null);
  return { tag: Number(tag), suite, keys: readable ? keys : null, sessionParameters, raw };
}

function parseKey(keyParam: string): CryptoKey | null {
  const inline = /^inline:([^|]*)(?:\|((?:2\^)?\d+))?(?:\|(\d+):(\d{1,3}))?$/.exec(keyParam);
  if (!inline) return null;
  const [, base64 = '', lifetime, mkiValue, mkiOctets] = inline;
  const octets = decodeBase64(base64);
  const mkiLength = Number(mkiOctets ?? 0);
  // RFC 4568 §9.2: the length of an MKI is 1 to 128 octets.
  if (!octets || (mkiOctets !== undefined && (mkiLength < 1 || mkiLength > 128))) return null;
  const mki = mkiValue === undefined ? null : { value: BigInt(mkiValue), octets: mkiLength };
  const padded = octets.toString('base64') === base64;
  return { octets, padded, lifetime: lifetime ?? null, mki };
}

/** Padding may be missing, as several devices leave it off; anything else that is no base64 gives null. */
function decodeBase64(text: string): Buffer | null {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  const octets = Buffer.from(text, 'base64');
  return octets.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '') ? octets : null;
}

/** The line without its end, with a key of its own. */
export function writeCrypto(tag: number, suite: string, master: Buffer): string {
  return `a=crypto:${tag} ${suite} inline:${master.toString('base64')}`;
}

/** Equal keys have equal fingerprints: the first 16 hexadecimal digits of the SHA-256 of key and salt. */
export const keyFingerprint = (octets: Buffer): string =>
  createHash('sha256').update(octets).digest('hex').slice(0, 16);

/** Takes the keys out of SDP or a whole SIP message; lifetime and MKI stay. A crypto line that is broken hides no key either. */
export function maskKeys(text: string): string {
  return text
    .replace(/^(a=crypto:)(.*)/gim, (_, name: string, value: string) => name + maskKeyText(value))
    .replace(/\binline:[^\s|;]+/gi, 'inline:***');
}

/** The same for the value of a crypto line: what looks like a key is taken for one, wherever it stands. */
export function maskKeyText(value: string): string {
  return value.replace(/\binline:[^\s|;]+/gi, 'inline:***').replace(/[A-Za-z0-9+/]{20,}={0,2}/g, '***');
}
