/** The crypto lines of our own offers and answers (RFC 4568 §5.1.1, §5.1.2), and the flaws in how they are written. */
import type { Flaws } from '../flaws.ts';
import type { Security } from '../media/session.ts';
import type { KeyTerms } from '../media/srtp.ts';
import { suites, type SuiteName } from '../media/suites.ts';
import { writeCryptoLine, type CryptoLine } from './crypto-attribute.ts';
import type { Policy } from './media-policy.ts';
import { makeOwnKey } from './own-keys.ts';

/** The lines of an offer that may be taken, best first: in the offerer's order (RFC 4568 §5.1.2). */
export function acceptableLines(
  usable: readonly CryptoLine[],
  allowed: readonly SuiteName[],
  flaws: Flaws,
): CryptoLine[] {
  const lines = usable.filter(({ suite }) => allowed.includes(suite) && isSpoken(suite, flaws));
  if (!flaws.has('prefers-own-order')) return lines;
  return lines.sort((one, other) => allowed.indexOf(one.suite) - allowed.indexOf(other.suite));
}

/** A line with a key of its own (RFC 4568 §6.1). */
export const makeCryptoLine = (tag: number, suite: SuiteName, flaws: Flaws, terms: KeyTerms = {}): CryptoLine => ({
  tag,
  suite,
  key: makeOwnKey(suite, flaws),
  terms,
});

/** One line for each suite. */
export const offeredLines = (names: readonly SuiteName[], { srtp, flaws }: Policy): CryptoLine[] =>
  names
    .filter((suite) => isSpoken(suite, flaws))
    .map((suite, at) => makeCryptoLine(flaws.has('repeats-crypto-tags') ? 1 : at + 1, suite, flaws, ownTerms(srtp)));

const ownTerms = ({ keyLifetime }: Policy['srtp']): KeyTerms => (keyLifetime > 0 ? { lifetime: keyLifetime } : {});

const isSpoken = (suite: SuiteName, flaws: Flaws): boolean =>
  !(flaws.has('lacks-gcm') && suites[suite].mode === 'AES-GCM');

/** Our own line for one that was taken: an MKI goes into our packets where the peer has one in its own. */
export function answeringLine(
  { tag, suite, key, terms: { identifier } }: CryptoLine,
  { srtp, flaws }: Policy,
): CryptoLine {
  const line = makeCryptoLine(tag, suite, flaws, { ...ownTerms(srtp), ...(identifier && { identifier }) });
  return flaws.has('repeats-offered-key') ? { ...line, key } : line;
}

export const securityOf = (local: CryptoLine, remote: CryptoLine): Security => ({
  suite: local.suite,
  localKey: local.key,
  localTerms: local.terms,
  remoteKey: remote.key,
  remoteTerms: remote.terms,
});

/**
 * RFC 4568 §5.1.2: one line, with the tag and suite of the one that was taken.
 * @param usable all the lines of the offer that could have been taken.
 */
export function answeredLines(local: CryptoLine, usable: readonly CryptoLine[], flaws: Flaws): string[] {
  const own = flaws.has('answers-first-tag') ? { ...local, tag: 1 } : local;
  const others = flaws.has('answers-every-crypto-line') ? usable.filter(({ tag }) => tag !== own.tag) : [];
  return [own, ...others.map((line) => ({ ...line, key: makeOwnKey(line.suite, flaws) }))].map((line) =>
    writtenLine(line, flaws),
  );
}

const SHORTEST_KEY = 30;

/** A whole `a=crypto` line. */
export function writtenLine({ key, ...line }: CryptoLine, flaws: Flaws): string {
  const shown = flaws.has('cuts-own-keys') ? key.subarray(0, SHORTEST_KEY) : key;
  let written = writeCryptoLine({ ...line, key: shown });
  if (flaws.has('leaves-out-key-padding')) written = written.replace(/=+(?=$|\|)/, '');
  if (flaws.has('writes-zeros-before-tags')) written = written.replace('a=crypto:', 'a=crypto:0');
  return flaws.has('swaps-suite-names') ? written.replace('AES_256_CM', 'AES_CM_256') : written;
}
