/** SRTCP (RFC 3711 §3.4): what the device reports, and how it takes reports. */
import type { Call, ControlFacts } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { callControlsFailed, established, judgedCall, stepOf, tell } from './call-part.ts';

export const ofDevice = ({ control = [] }: Call): ControlFacts[] => control.filter(({ from }) => from === 'device');
const ofFarEnd = ({ control = [] }: Call): ControlFacts[] => control.filter(({ from }) => from === 'far-end');

const counted = (packets: readonly ControlFacts[]): string => {
  const kinds = [...new Set(packets.map(({ kind }) => kind))];
  return kinds.map((kind) => `${packets.filter((one) => one.kind === kind).length} ${kind}`).join(', ') || 'none';
};

/** The first way in which a packet is not protected as it must be. */
export function unprotected(packets: readonly ControlFacts[]): string | null {
  if (packets.some(({ kind }) => kind === 'plain')) return 'RTCP in clear';
  if (packets.some(({ kind }) => kind === 'undecipherable')) return 'RTCP that does not authenticate';
  if (packets.some(({ kind }) => kind === 'replayed')) return 'an index that was there before';
  if (packets.some(({ encrypted }) => encrypted === false)) return 'E flag 0: authenticated and not encrypted';
  const indexes = packets.map(({ index }) => index ?? 0);
  return indexes.some((index, at) => at > 0 && index <= (indexes[at - 1] ?? 0)) ? 'an index that does not rise' : null;
}

/** RFC 3711 §3.4; RFC 4568 §6.3.2: encrypted unless something else was agreed. */
export const reportsProtected: Judge = (evidence) => {
  const expected = 'every RTCP packet of the device authentic and encrypted, under an index that rises';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const packets = ofDevice(call);
  const wrong = unprotected(packets);
  const seen = `RTCP of the device: ${counted(packets)}`;
  if (wrong) return { verdict: 'fail', expected, seen: `${wrong}; ${seen}` };
  if (packets.length < 2)
    return { verdict: 'inconclusive', expected, seen: `too few to judge; ${seen}; ${tell(call)}` };
  return { verdict: 'pass', expected, seen };
};

/**
 * RFC 3711 §3.3.2, §3.4. A report of the device names the last report that it took (RFC 3550 §6.4.1): behind a repetition it
 * must still be the newer one.
 */
export const repeatedReportDropped: Judge = (evidence) => {
  const expected = 'a report that is sent once more not taken: the device goes on naming the newer one';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const unclear = (seen: string): Finding => ({ verdict: 'inconclusive', expected, seen: `${seen}; ${tell(call)}` });
  const sent = ofFarEnd(call);
  const again = sent.find(({ purpose }) => purpose === 'the first report once more');
  const newer = sent.findLast(({ purpose }) => purpose === 'report');
  if (!again || !newer || again.report === newer.report) return unclear('nothing could be sent once more');
  const named = ofDevice(call)
    .filter(({ kind, at }) => kind === 'srtcp' && at > again.at)
    .flatMap(({ heard }) => heard.map(({ report }) => report));
  const last = named.at(-1);
  if (last === again.report) return { verdict: 'fail', expected, seen: 'the device names the repeated report' };
  if (last === newer.report) return { verdict: 'pass', expected, seen: 'the device names the newer report' };
  return unclear(`of ${named.length} reports of the device behind it none names either`);
};

/** RFC 5761 §4, §5.1.1: RTP and RTCP on one port, told apart. */
export const sharesPort: Judge = (evidence) => {
  const expected = 'RTP and RTCP over one port, each protected and taken for what it is';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const told = tell(call);
  if (!established(call)) return { verdict: 'inconclusive', expected, seen: `the call was not set up: ${told}` };
  if (!/^a=rtcp-mux\s*$/m.test(call.answer?.text ?? ''))
    return { verdict: 'not-applicable', expected, seen: 'the device does not agree to it (RFC 5761 §5.1.1 lets it)' };
  const packets = ofDevice(call);
  const seen = `RTCP of the device: ${counted(packets)}`;
  if (packets.some(({ multiplexed }) => !multiplexed))
    return { verdict: 'fail', expected, seen: `agreed, and yet RTCP goes to the next port; ${seen}` };
  const wrong = unprotected(packets);
  if (wrong) return { verdict: 'fail', expected, seen: `${wrong}; ${seen}` };
  const after = stepOf(call, 'after')?.echoes;
  const before = stepOf(call, 'before')?.echoes;
  if (!before?.heard || packets.length === 0)
    return { verdict: 'inconclusive', expected, seen: `nothing to see it by; ${seen}; ${told}` };
  const taken = packets.some(({ heard }) => heard.some(({ report }) => report !== 0));
  if (!taken) return { verdict: 'fail', expected, seen: `the device takes no report on it; ${seen}` };
  if (after?.heard) return { verdict: 'pass', expected, seen };
  const fail = { verdict: 'fail' as const, expected, seen: `media is not heard any more; ${seen}` };
  return callControlsFailed(evidence, expected) ?? fail;
};
