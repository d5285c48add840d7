/** Keys of our own: fresh for each crypto line (RFC 4568 §6.1), and what a careless maker of keys does instead. */
import { randomBytes, randomInt } from 'node:crypto';
import type { Flaws } from '../flaws.ts';
import { masterBytes, suites, type SuiteName } from '../media/suites.ts';

const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** What a flaw keeps from call to call. */
const kept = randomBytes(64);
let counted = randomInt(2 ** 32);

/** @returns master key followed by master salt. */
export function makeOwnKey(suite: SuiteName, flaws: Flaws): Buffer {
  const bytes = masterBytes(suite);
  if (flaws.has('keeps-its-keys')) return Buffer.from(kept.subarray(0, bytes));
  if (flaws.has('makes-printable-keys'))
    return Buffer.from(Array.from({ length: bytes }, () => SIGNS.charCodeAt(randomInt(SIGNS.length))));
  const key = randomBytes(bytes);
  if (flaws.has('keeps-its-salts')) kept.copy(key, suites[suite].keyBytes);
  if (flaws.has('counts-its-keys')) {
    kept.copy(key);
    key.writeUInt32BE(counted++ >>> 0);
  }
  return key;
}
