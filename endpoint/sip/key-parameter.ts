/** The key parameter of a crypto line: `inline:` key and salt, lifetime, MKI (RFC 4568 §6.1). One key: that is all we do. */
import type { Flaws } from '../flaws.ts';
import type { KeyTerms } from '../media/srtp.ts';

const LONGEST_LIFETIME = 2 ** 48;

export interface KeyParameter {
  /** Master key followed by master salt. */
  key: Buffer;
  terms: KeyTerms;
}

/** @returns a key and salt of `octets`; the reason as a string when the parameter cannot be used. */
export function readKeyParameter(parameter: string, octets: number, flaws: Flaws): KeyParameter | string {
  if (parameter.includes(';')) return 'several keys with MKIs are not supported';
  const [keyAndSalt = '', ...more] = parameter.split('|');
  const method = flaws.has('ignores-key-method') ? /^(?:\w+[:=])?(.*)$/ : /^inline:(.*)$/;
  const [, base64] = method.exec(keyAndSalt) ?? [];
  if (base64 === undefined) return 'the key parameter does not begin with "inline:"';
  const terms = readTerms(more, flaws);
  if (typeof terms === 'string') return terms;
  const key = readKey(base64, octets, flaws);
  return typeof key === 'string' ? key : { key, terms };
}

/** Lifetime and MKI are both optional, in this order; only the MKI has a colon. */
function readTerms(more: readonly string[], flaws: Flaws): KeyTerms | string {
  const last = more.at(-1);
  const mki = last?.includes(':') ? last : undefined;
  const [lifetime, ...rest] = mki === undefined ? more : more.slice(0, -1);
  if (rest.length > 0) return 'the key has more than a lifetime and an MKI';
  const identifier = mki === undefined ? undefined : readIdentifier(mki, flaws);
  if (identifier === null) return `the MKI "${clip(mki ?? '')}" is not a number and its 1 to 128 octets`;
  const terms: KeyTerms = identifier && !flaws.has('overlooks-mki') ? { identifier } : {};
  if (lifetime === undefined || flaws.has('ignores-key-lifetime')) return terms;
  if (flaws.has('refuses-key-lifetime')) return 'a lifetime is not supported';
  const packets = readLifetime(lifetime);
  return packets === null ? `the lifetime "${clip(lifetime)}" is not 1 to 2^48` : { ...terms, lifetime: packets };
}

/** RFC 4568 §6.1, §9.2: a number, and the 1 to 128 octets that it fills in every packet; null when it is none. */
function readIdentifier(mki: string, flaws: Flaws): Buffer | null | undefined {
  const [, value = '', length = ''] = /^(\d{1,310}):(\d{1,3})$/.exec(mki) ?? [];
  const octets = Number(length);
  if (octets < 1 || octets > 128) return flaws.has('takes-any-mki-length') ? undefined : null;
  const digits = BigInt(value).toString(16);
  return digits.length > 2 * octets ? null : Buffer.from(digits.padStart(2 * octets, '0'), 'hex');
}

/** In packets; null for what is not 1 to 2^48. */
function readLifetime(text: string): number | null {
  const [, power, digits] = /^(2\^)?(\d{1,15})$/.exec(text) ?? [];
  if (digits === undefined) return null;
  const packets = power ? 2 ** Number(digits) : Number(digits);
  return packets >= 1 && packets <= LONGEST_LIFETIME ? packets : null;
}

/** Padding may be missing: RFC 4568 §6.1 wants it, and several devices leave it off. */
function readKey(base64: string, octets: number, flaws: Flaws): Buffer | string {
  const key = Buffer.from(base64, 'base64');
  // Node skips what is no base64; writing it again shows whether anything was skipped.
  const padded = key.toString('base64');
  const bare = padded.replace(/=+$/, '');
  if (base64 !== padded && base64 !== bare && !flaws.has('skips-bad-base64')) return 'the key is not base64';
  if (padded !== bare && flaws.has(base64 === padded ? 'refuses-key-padding' : 'needs-key-padding'))
    return 'the padding of the key is not as expected';
  if (key.length < octets && flaws.has('pads-short-keys')) return Buffer.concat([key], octets);
  if (key.length > octets && flaws.has('cuts-long-keys')) return key.subarray(0, octets);
  return key.length === octets ? key : `the key has ${key.length} octets instead of ${octets}`;
}

/** So that a reason does not repeat 64 KiB. */
export const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);
