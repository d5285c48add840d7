/** Media belongs to a call that stands: none before its answer, none behind its end, and an end where nothing comes. */
import type { Call } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { callControlsFailed, established, judgedCall, media, stepOf, tell } from './call-part.ts';

/** For packets that were on their way when the device took the call or agreed to its end, ms. */
const underWay = 60;

const isTaken = ({ from, line }: Call['ladder'][number]): boolean => from === 'device' && /^SIP\/2\.0 2\d\d/.test(line);

/** The device rings, nobody answers, and the caller gives up after the window. */
export const silentBeforeAnswer: Judge = (evidence) => {
  const expected = 'no media of the device while it rings';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const told = tell(call);
  const taken = call.ladder.find(isTaken)?.at ?? Infinity;
  // Its media may overtake its answer, which comes by way of the proxy.
  if (media(call) > 0 && (call.fromDevice.firstAt ?? 0) < taken - underWay)
    return { verdict: 'fail', expected, seen: `media before the answer; ${told}` };
  const rings = call.ladder.find(({ from, line }) => from === 'device' && /^SIP\/2\.0 18\d/.test(line));
  if (established(call) || !rings)
    return { verdict: 'inconclusive', expected, seen: `the device did not ring: ${told}` };
  const lasted = (call.ended.at ?? 0) - rings.at;
  const seen = `rang for ${lasted} ms; ${told}`;
  return callControlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen };
};

/** The device has said BYE, or answered that of the far end. */
function endIsKnown({ ended, ladder }: Call): boolean {
  const bye = ladder.findLastIndex(({ from, line }) => from === 'far-end' && line.startsWith('BYE '));
  return ended.by === 'device' || (bye >= 0 && ladder.slice(bye).some(isTaken));
}

/** Behind the answer to BYE. */
export const silentAfterCall: Judge = (evidence) => {
  const expected = 'no media of the device once the call has ended';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  const after = stepOf(call, 'after the call');
  if (!after || media(call) === 0)
    return { verdict: 'inconclusive', expected, seen: `there was no call with media: ${tell(call)}` };
  const late = call.packets.filter(
    ({ from, kind, at }) => from === 'device' && kind !== 'rtcp' && at > after.at + underWay,
  );
  if (!endIsKnown(call))
    return { verdict: 'inconclusive', expected, seen: `the device did not answer BYE: ${tell(call)}` };
  if (late.length > 0)
    return { verdict: 'fail', expected, seen: `${late.length} packets behind the end; ${tell(call)}` };
  return { verdict: 'pass', expected, seen: `nothing for ${after.lasted} ms; ${tell(call)}` };
};

/** An open port is told from a host that says nothing of closed ones by ports beside it that nobody should have. */
export const portsClosedAfterCall: Judge = (evidence) => {
  const expected = 'the ports of the call closed once it has ended';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { afterwards } = look.call;
  if (!afterwards || media(look.call) === 0)
    return { verdict: 'inconclusive', expected, seen: `there was no call with media: ${tell(look.call)}` };
  const { media: port, control, others } = afterwards;
  const closed = others.filter((state) => state === 'closed').length;
  const seen = `RTP ${port}, RTCP ${control}, ${closed} of ${others.length} ports beside them closed`;
  if (port === 'closed' && control === 'closed') return { verdict: 'pass', expected, seen };
  if (!endIsKnown(look.call))
    return { verdict: 'inconclusive', expected, seen: `the device did not answer BYE: ${seen}` };
  // All of them: where some were silent, so may this one be for another reason.
  return { verdict: closed === others.length ? 'fail' : 'inconclusive', expected, seen };
};

/** The far end falls silent in the middle of the call. */
export const endsIdleCall: Judge = (evidence) => {
  const limit = evidence.idleLimit;
  const expected = `the call ended by the device after ${limit ?? '?'} ms without media`;
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  if (limit === undefined) return { verdict: 'inconclusive', expected, seen: 'no limit was set' };
  const [before, waited] = [stepOf(call, 'before'), stepOf(call, 'the device ends the call')];
  if (!before?.echoes?.heard || !waited)
    return { verdict: 'inconclusive', expected, seen: `the device heard nothing before: ${tell(call)}` };
  const seen = `${waited.lasted} ms without media; ${tell(call)}`;
  if (call.ended.by !== 'device') return { verdict: 'fail', expected, seen };
  // So soon it was for another reason.
  return { verdict: waited.lasted < limit / 2 ? 'inconclusive' : 'pass', expected, seen };
};
