/** `a=crypto` lines (RFC 4568 §4 and §9.1), read strictly: a line that is not exactly right counts as absent. */
import type { FlawName, Flaws } from '../flaws.ts';
import type { KeyTerms } from '../media/srtp.ts';
import { isSuiteName, masterBytes, type SuiteName } from '../media/suites.ts';
import { careless, filled, mistaken } from './careless-reading.ts';
import { clip, readKeyParameter } from './key-parameter.ts';

export interface CryptoLine {
  /** One to nine digits; unique in its media description. */
  tag: number;
  suite: SuiteName;
  /** Master key followed by master salt. */
  key: Buffer;
  terms: KeyTerms;
}

export function writeCryptoLine({ tag, suite, key, terms: { identifier, lifetime } }: CryptoLine): string {
  const mki = identifier && `${BigInt(`0x${identifier.toString('hex')}`)}:${identifier.length}`;
  const parts = [`inline:${key.toString('base64')}`, lifetime, mki].filter((part) => part !== undefined);
  return `a=crypto:${tag} ${suite} ${parts.join('|')}`;
}

/**
 * @param value what follows `a=crypto:`.
 * @returns the reason as a string when the line cannot be used.
 */
export function readCryptoLine(value: string, flaws: Flaws): CryptoLine | string {
  const words = filled(value.trim().split(/[ \t]+/), flaws);
  const [tagText = '', suiteName = '', keyParameter = '', ...sessionParameters] = words;
  const tag = /^(0|[1-9]\d{0,8})$/.test(tagText) ? Number(tagText) : careless(tagText, flaws);
  if (tag === null) return `the tag "${clip(tagText)}" is not one to nine digits`;
  const suite = isSuiteName(suiteName) ? suiteName : mistaken(suiteName, flaws);
  if (!suite) return `the suite "${clip(suiteName)}" is not known here`;
  const read = readKeyParameter(keyParameter, masterBytes(suite), flaws);
  if (typeof read === 'string') return read;
  const refused = sessionParameters.find((parameter) => !isHarmless(parameter, flaws));
  if (refused !== undefined) return `the session parameter "${clip(refused)}" is not supported`;
  return { tag, suite, ...read };
}

/** The usable lines of a media description in its order; of two with one tag the first (RFC 4568 §4.1: unique). */
export function readCryptoLines(values: readonly string[], flaws: Flaws): { usable: CryptoLine[]; problems: string[] } {
  const usable: CryptoLine[] = [];
  const problems: string[] = [];
  const read = flaws.has('reads-first-crypto-line-only') ? values.slice(0, 1) : values;
  for (const value of read) {
    const line = readCryptoLine(value, flaws);
    if (typeof line === 'string') problems.push(line);
    else if (usable.some(({ tag }) => tag === line.tag)) problems.push(`the tag ${line.tag} is there twice`);
    else usable.push(line);
  }
  return { usable, problems };
}

/** What a careless device does not mind, by the name of the session parameter (RFC 4568 §6.3). */
const overlooked: Readonly<Record<string, FlawName>> = {
  UNENCRYPTED_SRTP: 'takes-unencrypted-srtp',
  UNENCRYPTED_SRTCP: 'takes-unencrypted-srtcp',
  UNAUTHENTICATED_SRTP: 'takes-unauthenticated-srtp',
};

/**
 * RFC 4568 §6.3: what weakens or changes the transform is refused; a window hint only speaks of the sender; an
 * extension that begins with `-` is optional (§6.3.7), any other makes the line unusable.
 */
function isHarmless(parameter: string, flaws: Flaws): boolean {
  const [, window] = /^WSH=(\d{2,9})$/.exec(parameter) ?? [];
  if (window !== undefined) return Number(window) >= 64;
  if (parameter.startsWith('-')) return parameter.length > 1 && !flaws.has('refuses-optional-parameters');
  return flaws.has(overlooked[parameter] ?? 'ignores-unknown-parameters');
}
