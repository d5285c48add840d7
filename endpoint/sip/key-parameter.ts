/** The key parameter of a crypto line: `inline:` key and salt, lifetime, MKI (RFC 4568 §6.1). One key and no MKI: that is all we do. */
import type { Flaws } from '../flaws.ts';

const LONGEST_LIFETIME = 2 ** 48;

/** @returns key and salt, `octets` long; the reason as a string when the parameter cannot be used. */
export function readKeyParameter(parameter: string, octets: number, flaws: Flaws): Buffer | string {
  if (parameter.includes(';')) return 'several keys with MKIs are not supported';
  const [keyAndSalt = '', ...more] = parameter.split('|');
  const method = flaws.has('ignores-key-method') ? /^(?:\w+[:=])?(.*)$/ : /^inline:(.*)$/;
  const [, base64] = method.exec(keyAndSalt) ?? [];
  if (base64 === undefined) return 'the key parameter does not begin with "inline:"';
  return refusedFurther(more, flaws) ?? readKey(base64, octets, flaws);
}

/** Lifetime and MKI are both optional, in this order; only the MKI has a colon. */
function refusedFurther(more: readonly string[], flaws: Flaws): string | undefined {
  const last = more.at(-1);
  const mki = last?.includes(':') ? last : undefined;
  const [lifetime, ...rest] = mki === undefined ? more : more.slice(0, -1);
  if (rest.length > 0) return 'the key has more than a lifetime and an MKI';
  if (mki !== undefined && !isTolerated(mki, flaws)) return 'an MKI is not supported';
  if (lifetime === undefined || flaws.has('ignores-key-lifetime')) return undefined;
  if (flaws.has('refuses-key-lifetime')) return 'a lifetime is not supported';
  return isLifetime(lifetime) ? undefined : `the lifetime "${clip(lifetime)}" is not 1 to 2^48`;
}

/** RFC 4568 §9.2: the length of an MKI is 1 to 128 octets. */
function isTolerated(mki: string, flaws: Flaws): boolean {
  const [, octets] = /^\d+:(\d{1,3})$/.exec(mki) ?? [];
  const isValid = octets !== undefined && Number(octets) >= 1 && Number(octets) <= 128;
  return flaws.has(isValid ? 'overlooks-mki' : 'takes-any-mki-length');
}

function isLifetime(text: string): boolean {
  const [, power, digits] = /^(2\^)?(\d{1,15})$/.exec(text) ?? [];
  if (digits === undefined) return false;
  const packets = power ? 2 ** Number(digits) : Number(digits);
  return packets >= 1 && packets <= LONGEST_LIFETIME;
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
