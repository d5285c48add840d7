/** What careless readers of crypto lines fill in or take as something else: the flaws of reading a line's tag and suite. */
import type { Flaws, FlawName } from '../flaws.ts';
import { masterBytes, type SuiteName } from '../media/suites.ts';

const usualSuite: SuiteName = 'AES_CM_128_HMAC_SHA1_80';
const zeros = `inline:${Buffer.alloc(masterBytes(usualSuite)).toString('base64')}`;

const isTag = (text: string | undefined): boolean => text !== undefined && /^\d/.test(text);
const isKey = (text: string | undefined): boolean => text?.startsWith('inline:') ?? false;

/** Which lines lack something, and what is put in its place, if the flaw is on. */
const fillings: readonly [FlawName, (parts: readonly string[]) => string[] | null][] = [
  ['takes-empty-crypto', ([first]) => (first === '' ? ['1', usualSuite, zeros] : null)],
  ['takes-crypto-tag-alone', ([tag = '', suite]) => (isTag(tag) && !suite ? [tag, usualSuite, zeros] : null)],
  ['takes-crypto-without-tag', (parts) => (!isTag(parts[0]) && isKey(parts[1]) ? ['1', ...parts] : null)],
  [
    'takes-crypto-without-suite',
    ([tag = '', ...rest]) => (isTag(tag) && isKey(rest[0]) ? [tag, usualSuite, ...rest] : null),
  ],
  [
    'takes-crypto-without-key',
    ([tag = '', suite = '', key]) => (suite && !isKey(key) && !key ? [tag, suite, zeros] : null),
  ],
];

/** The words of a line, with what is missing where a flaw fills it in. */
export function filled(parts: readonly string[], flaws: Flaws): readonly string[] {
  for (const [flaw, fill] of fillings) {
    const whole = flaws.has(flaw) ? fill(parts) : null;
    if (whole) return whole;
  }
  return parts;
}

/** As a program that converts with `atoi` and 32 bits would read the tag; null where no flaw is on. */
export function careless(tag: string, flaws: Flaws): number | null {
  if (/^\d{10,20}$/.test(tag) && flaws.has('cuts-long-crypto-tag')) return Number(BigInt(tag) % 2n ** 32n);
  return /^[a-z]+$/i.test(tag) && flaws.has('takes-words-as-crypto-tag') ? 0 : null;
}

/** The suite that a name is taken for though it is another one. */
export function mistaken(suite: string, flaws: Flaws): SuiteName | null {
  const takesIt = flaws.has('answers-unknown-suite') || (suite.startsWith('NULL') && flaws.has('takes-null-cipher'));
  return takesIt ? usualSuite : null;
}
