/** The roll-over counter of what the device sends (RFC 3711 §3.3.1): it is raised where the sequence number wraps. */
import type { Call, PacketFacts } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { judgedCall, tell } from './call-part.ts';
import { ofDevice, unprotected } from './srtcp.ts';

const half = 0x8000;
/** A stream that goes through its wrap comes as near to it as that, on both sides. */
const near = 0x100;
/** On each side, so that the device is seen to go on. */
const enough = 3;

interface Wrap {
  before: PacketFacts[];
  behind: PacketFacts[];
}

/** The packets of the first source around its wrap, as they came; null where it did not wrap in what was recorded. */
function wrapOf({ packets }: Call): Wrap | null {
  const own = packets.filter(({ from, kind }) => from === 'device' && kind !== 'rtcp');
  const first = own[0];
  if (!first || first.sequence < 0x10000 - near) return null;
  const stream = own.filter(({ ssrc }) => ssrc === first.ssrc);
  const before = stream.filter(({ sequence }) => sequence >= half);
  const behind = stream.filter(({ sequence }) => sequence < half);
  return behind.some(({ sequence }) => sequence < near) ? { before, behind } : null;
}

const underCounter = (packets: readonly PacketFacts[], counter: number): PacketFacts[] =>
  packets.filter(({ kind, rollOver }) => kind === 'srtp' && rollOver === counter);

/** What is wrong with the packets behind the wrap, by how many; null for nothing. */
function notCounted(behind: readonly PacketFacts[]): string | null {
  const wrong = behind.length - underCounter(behind, 1).length;
  if (wrong === 0) return null;
  const stale = behind.filter(({ rollOver }) => rollOver === 0).length;
  const why = stale > 0 ? `; ${stale} of them are under a roll-over counter that is still 0` : '';
  return `${wrong} of ${behind.length} packets behind the wrap do not authenticate with the roll-over counter 1${why}`;
}

/** RFC 3711 §3.4: the index of SRTCP is one of its own, which no wrap of RTP touches. What was wrong before is another matter. */
function spoiltReports(call: Call, { behind }: Wrap): string | null {
  const reports = ofDevice(call);
  const before = reports.filter(({ at }) => at < (behind[0]?.at ?? 0));
  return before.length > 0 && unprotected(before) === null ? unprotected(reports) : null;
}

export const countsOwnWraps: Judge = (evidence) => {
  const expected =
    'packets of the device authentic before its sequence number wraps and behind, where the counter is 1';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const finding = (verdict: Finding['verdict'], seen: string): Finding => ({ verdict, expected, seen });
  const wrap = wrapOf(call);
  if (!wrap) {
    const { firstSequence } = evidence.settings;
    return finding('inconclusive', `no wrap in what the device sent, told to begin at ${firstSequence}: ${tell(call)}`);
  }
  const { before, behind } = wrap;
  // What is wrong from the beginning says nothing of the wrap.
  if (underCounter(before, 0).length < before.length)
    return finding('inconclusive', `packets before the wrap do not authenticate either: ${tell(call)}`);
  const wrong = notCounted(behind);
  if (wrong) return finding('fail', wrong);
  if (Math.min(before.length, behind.length) < enough)
    return finding(
      'inconclusive',
      `too few to judge: ${before.length} packets before the wrap, ${behind.length} behind`,
    );
  const seen = `${before.length} packets under the roll-over counter 0 and ${behind.length} under 1`;
  const spoilt = spoiltReports(call, wrap);
  return spoilt ? finding('fail', `${seen}, but behind the wrap ${spoilt}`) : finding('pass', seen);
};
