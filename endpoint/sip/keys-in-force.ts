/** The keys of a description in the middle of a call: what is in force stays, unless somebody changes it (RFC 4568 §7.1.4). */
import type { Flaws } from '../flaws.ts';
import type { Security } from '../media/session.ts';
import type { CryptoLine } from './crypto-attribute.ts';
import type { Policy } from './media-policy.ts';
import { answeringLine, securityOf } from './own-crypto.ts';

/** @param now what is in force; null: nothing yet, or no encryption. */
export const offeredAgain = (line: CryptoLine, now: Security | null): CryptoLine =>
  now?.suite === line.suite ? withOwnKey(line, now) : line;

/** A repeated offer with the keys in force is no change of keys: ours stays as well. */
export function answeredAgain(remote: CryptoLine, now: Security | null, policy: Policy): CryptoLine {
  const isRepeated = now?.suite === remote.suite && now.remoteKey.equals(remote.key);
  return isRepeated ? withOwnKey(remote, now) : answeringLine(remote, policy);
}

export function securedWith(local: CryptoLine, remote: CryptoLine, now: Security | null, flaws: Flaws): Security {
  const security = securityOf(local, remote);
  return now && flaws.has('keeps-old-key-at-reoffer') ? { ...security, remoteKey: now.remoteKey } : security;
}

const withOwnKey = (line: CryptoLine, { localKey, localTerms }: Security): CryptoLine => ({
  ...line,
  key: localKey,
  terms: localTerms,
});
