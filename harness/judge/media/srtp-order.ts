/** Packets that others have overtaken (RFC 3711 §3.3.2): within the list of 64 they are taken. */
import type { Call } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { judgedCall, tell } from './call-part.ts';

const verdictOf = (verdict: Finding['verdict'], expected: string, seen: string): Finding => ({
  verdict,
  expected,
  seen,
});

/**
 * Taken is what came back in the echo, or what the device does not count among the lost in its authentic reports: a device may
 * well be too late to play what it took.
 */
export const takesLate: Judge = (evidence) => {
  const expected = 'a packet that others have overtaken taken like those around it';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const late = call.probes.filter((probe) => probe.kind !== 'good');
  const good = call.probes.filter((probe) => probe.kind === 'good');
  const heard = good.filter(({ echoed }) => echoed > 0).length;
  if (late.length === 0) return verdictOf('inconclusive', expected, `nothing could be sent late: ${tell(call)}`);
  if (heard < good.length / 2 || heard === 0)
    return verdictOf('inconclusive', expected, `only ${heard} of ${good.length} packets in order came back`);
  const played = late.filter(({ echoed }) => echoed > 0).length;
  const around = `${heard} of ${good.length} packets in order came back`;
  if (played === late.length) return verdictOf('pass', expected, `${played} of ${late.length} played, ${around}`);
  return byReport(call, late.length - played, `${played} of ${late.length} played, ${around}`, expected);
};

function byReport(call: Call, missing: number, seen: string, expected: string): Finding {
  const lost = lostByReport(call);
  if (lost === null) return verdictOf('inconclusive', expected, `${seen}; no report tells what was taken`);
  const onPurpose = call.toDevice.skipped ?? 0;
  const told = `${seen}; by its reports ${lost} lost, of which ${onPurpose} were never sent`;
  return verdictOf(lost < onPurpose + missing ? 'pass' : 'fail', expected, told);
}

/** By the last report of the device about the source that was heard, behind the packet that came late. */
function lostByReport({ control = [], packets, probes }: Call): number | null {
  const late = probes.findLastIndex(({ kind }) => kind !== 'good');
  const behind = probes.slice(late).find(({ kind }) => kind === 'good')?.sequence ?? Infinity;
  const ssrc = packets.findLast(({ from, kind }) => from === 'far-end' && kind === 'srtp')?.ssrc;
  const reports = control
    .filter(({ from, kind }) => from === 'device' && kind === 'srtcp')
    .flatMap(({ heard }) => heard.filter((one) => one.ssrc === ssrc && (one.highest & 0xffff) >= behind));
  return reports.at(-1)?.lost ?? null;
}
