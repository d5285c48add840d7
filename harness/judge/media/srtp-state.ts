/** The state of SRTP over a call (RFC 3711 §3.2): what the device hears before and after something, by its echo. */
import type { Call } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { callsOf, stepOf } from './call-part.ts';
import { keepsThroughout } from './call-steps.ts';

/** The device heard the far end before, and hears it still. */
export const hearsOn = (what: string): Judge =>
  keepsThroughout({
    expected: `packets of the far end heard as before ${what}`,
    describes: 'RTP/SAVP and crypto',
    steps: { before: 'basis', after: 'heard' },
  });

/** RFC 3711 §3.3.1: the sequence number of the far end has wrapped in between. */
export const hearsOverWrap = (what: string): Judge => {
  const judge = hearsOn(what);
  return (evidence, context) => {
    const finding = judge(evidence, context);
    const call = callsOf(evidence, 'case').at(-1);
    if (finding.verdict !== 'pass' || (call && wrapped(call))) return finding;
    return { ...finding, verdict: 'inconclusive', seen: `no wrap of the sequence number was sent; ${finding.seen}` };
  };
};

const near = 0x100;

function wrapped(call: Call): boolean {
  const sent = call.packets.filter(({ from, kind }) => from === 'far-end' && kind === 'srtp');
  const high = sent.findIndex(({ sequence }) => sequence >= 0x10000 - near);
  const low = sent.findIndex(({ sequence }, at) => at > high && sequence < near);
  const after = stepOf(call, 'after');
  // What came back behind it was sent behind it.
  return high >= 0 && low > high && after !== undefined && (sent[low]?.at ?? Infinity) <= after.at + after.lasted;
}
