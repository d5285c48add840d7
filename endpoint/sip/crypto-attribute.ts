/** `a=crypto` lines (RFC 4568 §4 and §9.1), read strictly: a line that is not exactly right counts as absent. */
import { randomBytes } from 'node:crypto';
import { isSuiteName, masterBytes, type SuiteName } from '../media/suites.ts';

export interface CryptoLine {
  /** One to nine digits; unique in its media description. */
  tag: number;
  suite: SuiteName;
  /** Master key followed by master salt. */
  key: Buffer;
}

const LONGEST_LIFETIME = 2 ** 48;

/** A key of our own for `suite`, fresh for each line (RFC 4568 §6.1: every media line its own key). */
export const makeCryptoLine = (tag: number, suite: SuiteName): CryptoLine => ({
  tag,
  suite,
  key: randomBytes(masterBytes(suite)),
});

export const writeCryptoLine = ({ tag, suite, key }: CryptoLine): string =>
  `a=crypto:${tag} ${suite} inline:${key.toString('base64')}`;

/**
 * @param value what follows `a=crypto:`.
 * @returns the reason as a string when the line cannot be used.
 */
export function readCryptoLine(value: string): CryptoLine | string {
  const [tag = '', suite = '', keyParameters = '', ...sessionParameters] = value.trim().split(/[ \t]+/);
  if (!/^(0|[1-9]\d{0,8})$/.test(tag)) return `the tag "${clip(tag)}" is not one to nine digits`;
  if (!isSuiteName(suite)) return `the suite "${clip(suite)}" is not known here`;
  const key = readKey(keyParameters, masterBytes(suite));
  if (typeof key === 'string') return key;
  const refused = sessionParameters.find((parameter) => !isHarmless(parameter));
  if (refused !== undefined) return `the session parameter "${clip(refused)}" is not supported`;
  return { tag: Number(tag), suite, key };
}

/** The usable lines of a media description in its order; of two with one tag the first (RFC 4568 §4.1: unique). */
export function readCryptoLines(values: readonly string[]): { usable: CryptoLine[]; problems: string[] } {
  const usable: CryptoLine[] = [];
  const problems: string[] = [];
  for (const value of values) {
    const line = readCryptoLine(value);
    if (typeof line === 'string') problems.push(line);
    else if (usable.some(({ tag }) => tag === line.tag)) problems.push(`the tag ${line.tag} is there twice`);
    else usable.push(line);
  }
  return { usable, problems };
}

/** RFC 4568 §6.1: `inline:` key and salt, then lifetime and MKI, both optional. One key, no MKI: that is all we do. */
function readKey(keyParameters: string, octets: number): Buffer | string {
  if (keyParameters.includes(';')) return 'several keys with MKIs are not supported';
  const [keyAndSalt = '', lifetime, ...more] = keyParameters.split('|');
  const [, base64] = /^inline:(.+)$/.exec(keyAndSalt) ?? [];
  if (base64 === undefined) return 'the key parameter does not begin with "inline:" and a key';
  if (more.length > 0 || lifetime?.includes(':')) return 'an MKI is not supported';
  if (lifetime !== undefined && !isLifetime(lifetime)) return `the lifetime "${clip(lifetime)}" is not 1 to 2^48`;
  const key = Buffer.from(base64, 'base64');
  // Node skips what is no base64; writing it again shows whether anything was skipped.
  const again = key.toString('base64');
  if (base64 !== again && base64 !== again.replace(/=+$/, '')) return 'the key is not base64';
  return key.length === octets ? key : `the key has ${key.length} octets instead of ${octets}`;
}

function isLifetime(text: string): boolean {
  const [, power, digits] = /^(2\^)?(\d{1,15})$/.exec(text) ?? [];
  if (digits === undefined) return false;
  const packets = power ? 2 ** Number(digits) : Number(digits);
  return packets >= 1 && packets <= LONGEST_LIFETIME;
}

/**
 * RFC 4568 §6.3: what weakens or changes the transform is refused; a window hint only speaks of the sender; an
 * extension that begins with `-` is optional (§6.3.7), any other makes the line unusable.
 */
function isHarmless(parameter: string): boolean {
  const [, window] = /^WSH=(\d{2,9})$/.exec(parameter) ?? [];
  return window !== undefined ? Number(window) >= 64 : parameter.startsWith('-') && parameter.length > 1;
}

const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);
