/** What the keys of many calls are like (RFC 4568 §6.1: they must be unpredictable, each call with keys of its own). */
import type { KeySeriesFacts, KeysOfSuite } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';

/** Of this many random keys a bit is the same in all once in 2^40 series: of fewer nothing is concluded. */
const enoughKeys = 64;
/** Of this many random octets one value is missing once in a million series. */
const enoughOctets = 5000;

export const makesFreshKeys: Judge = (evidence) => {
  const series = evidence.keySeries?.at(-1);
  const expected = `in ${series?.asked ?? 'many'} calls all keys and salts distinct, no constant bit, every octet`;
  const fault = evidence.benchFaults[0];
  if (fault) return { verdict: 'error', expected, seen: fault.message };
  if (!series) return { verdict: 'error', expected, seen: 'the bench stored no series of calls' };
  const told = `${series.keys} keys in ${series.calls} calls`;
  const wrong = [...problems(series), ...series.suites.flatMap(problemsOfSuite)];
  if (wrong.length > 0) return { verdict: 'fail', expected, seen: `${told}: ${[...new Set(wrong)].join('; ')}` };
  const shown = series.suites.some(({ keys, octets }) => keys >= enoughKeys && octets >= enoughOctets);
  if (!shown || series.calls < series.asked) {
    return { verdict: 'inconclusive', expected, seen: `${told} are too few, of ${series.asked} calls` };
  }
  return { verdict: 'pass', expected, seen: `${told}, ${series.suites.length} suites, all of them fresh` };
};

function problems({ keys, distinct, ofFarEnd }: KeySeriesFacts): string[] {
  return [
    ...(distinct < keys ? [`${keys - distinct} of them were there before`] : []),
    ...(ofFarEnd > 0 ? [`${ofFarEnd} of them are keys of the other side`] : []),
  ];
}

function problemsOfSuite({ suite, keys, distinctKeys, distinctSalts, ...of }: KeysOfSuite): string[] {
  return [
    ...(distinctKeys < keys ? [`${distinctKeys} distinct keys of ${keys} for ${suite}`] : []),
    ...(distinctSalts < keys ? [`${distinctSalts} distinct salts of ${keys} for ${suite}`] : []),
    ...(keys >= enoughKeys && of.constantBits > 0 ? [`${of.constantBits} bits are always the same for ${suite}`] : []),
    ...(of.octets >= enoughOctets && of.octetValues < 256
      ? [`${of.octetValues} of 256 values in ${of.octets} octets for ${suite}`]
      : []),
  ];
}
