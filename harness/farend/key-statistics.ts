/** What many keys are like, told without any of them. */
import type { KeySeriesFacts, KeysOfSuite } from '../evidence.ts';
import { isSrtpSuite, srtpSuites } from '../wire/media/srtp-suites.ts';
import type { GatheredKeys } from './key-series.ts';

/** Shorter ones than this are told apart by their beginnings all the same. */
const shortestKey = 16;

export function statisticsOf({ calls, keys, farKeys }: GatheredKeys): Omit<KeySeriesFacts, 'direction' | 'asked'> {
  const all = keys.map(({ octets }) => octets);
  const foreign = new Set(farKeys.map(text));
  return {
    calls,
    keys: all.length,
    // Suites have keys of several lengths: one key for all of them shows in what they have in common.
    distinct: distinct(all.map((octets) => octets.subarray(0, shortestKey))),
    ofFarEnd: all.filter((octets) => foreign.has(text(octets))).length,
    suites: [...new Set(keys.map(({ suite }) => suite))].map((suite) =>
      suiteFacts(
        suite,
        keys.filter((key) => key.suite === suite).map(({ octets }) => octets),
      ),
    ),
  };
}

function suiteFacts(suite: string, keys: readonly Buffer[]): KeysOfSuite {
  const saltAt = isSrtpSuite(suite) ? srtpSuites[suite].keyOctets : shortestKey;
  return {
    suite,
    keys: keys.length,
    distinctKeys: distinct(keys.map((octets) => octets.subarray(0, saltAt))),
    distinctSalts: distinct(keys.map((octets) => octets.subarray(saltAt))),
    constantBits: constantBits(keys),
    octets: keys.reduce((sum, { length }) => sum + length, 0),
    octetValues: new Set(keys.flatMap((octets) => [...octets])).size,
  };
}

const text = (octets: Buffer): string => octets.toString('hex');
const distinct = (all: readonly Buffer[]): number => new Set(all.map(text)).size;

/** Bits that are the same in all of them, at the same place; 0 for a single one, which says nothing. */
function constantBits(keys: readonly Buffer[]): number {
  const [first, ...others] = keys;
  if (!first || others.length === 0) return 0;
  const shortest = Math.min(...keys.map(({ length }) => length));
  let constant = 0;
  for (let at = 0; at < shortest; at++) {
    const changed = others.reduce((bits, octets) => bits | ((octets[at] ?? 0) ^ (first[at] ?? 0)), 0);
    for (let bit = 0; bit < 8; bit++) if (!(changed & (1 << bit))) constant++;
  }
  return constant;
}
