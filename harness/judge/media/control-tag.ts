/** RFC 4568 §6.2.2, RFC 3711 §5.2: the short tag of the _32 suites is for SRTP alone. */
import type { Judge } from '../../requirement.ts';
import { tell } from './call-part.ts';
import { underSuite } from './under-suite.ts';

/** RTCP comes in whole words, and so does the index behind it: what is left of a packet is of its tag, 10 octets or 4. */
const wordOctets = 4;

export const keepsLongControlTag: Judge = (evidence) => {
  const expected = 'SRTCP with tags of 80 bits though those of SRTP have 32';
  const look = underSuite(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call, suite } = look;
  const packets = (call.control ?? []).filter(({ from }) => from === 'device');
  const authentic = packets.filter(({ kind }) => kind === 'srtcp').length;
  const short = packets.filter(({ kind, bytes }) => kind === 'undecipherable' && bytes % wordOctets === 0).length;
  const seen = `${suite}: ${authentic} of ${packets.length} RTCP packets with tags of 80 bits`;
  if (short > 0) return { verdict: 'fail', expected, seen: `${seen}, ${short} with tags of 32 by their size` };
  if (authentic === 0 || authentic < packets.length) {
    return { verdict: 'inconclusive', expected, seen: `${seen}; ${tell(call)}` };
  }
  return { verdict: 'pass', expected, seen };
};
