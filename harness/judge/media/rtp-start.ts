/** Where sequence numbers and timestamps of calls begin (RFC 3550 §5.1). */
import type { Judge } from '../../requirement.ts';
import { callsOf, judgedCall } from './call-part.ts';

/** Fewer calls tell nothing of chance. */
const enough = 20;
/** RFC 4568 §6.4: with SDES no sequence number begins in the upper half. */
const highest = 0x7fff;

/**
 * Among 20 values out of 2^15 chance makes three that were there before once in 30 million runs, and it puts all of them into
 * one eighth of their range once in 10^15. It puts them in order once in 2^61: a clock or a counter does.
 */
const mostRepeated = 2;
const smallestSpread = (highest + 1) / 8;

function unlike(name: string, values: readonly number[]): string | null {
  const repeated = values.length - new Set(values).size;
  if (repeated > mostRepeated) return `${repeated} of ${values.length} ${name} were there before`;
  const spread = Math.max(...values) - Math.min(...values);
  if (spread < smallestSpread) return `all ${name} lie within ${spread} of each other`;
  const falls = values.filter((value, at) => at > 0 && value < (values[at - 1] ?? 0)).length;
  // A counter may have gone once through its range.
  return falls <= 1 ? `the ${name} rise from call to call` : null;
}

export const startsByChance: Judge = (evidence) => {
  const expected = `sequence number (0 to ${highest}) and timestamp of each call begin by chance`;
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const firsts = callsOf(evidence, 'case').flatMap(({ packets }) => {
    const first = packets.find(({ from, kind }) => from === 'device' && kind !== 'rtcp');
    return first ? [first] : [];
  });
  if (firsts.length < enough)
    return { verdict: 'inconclusive', expected, seen: `media in ${firsts.length} of ${enough} calls` };
  const sequences = firsts.map(({ sequence }) => sequence);
  const high = sequences.filter((sequence) => sequence > highest);
  if (high.length > 0)
    return { verdict: 'fail', expected, seen: `${high.length} of ${sequences.length} begin above ${highest}` };
  const timestamps = firsts.map(({ timestamp }) => timestamp);
  const trouble = unlike('sequence numbers', sequences) ?? unlike('timestamps', timestamps);
  if (trouble) return { verdict: 'fail', expected, seen: trouble };
  return { verdict: 'pass', expected, seen: `${firsts.length} calls, sequence numbers ${sequences.join(' ')}` };
};
