/** How the device reads crypto lines: which it must take, which it must leave, and by what that is seen. */
import type { Call, Evidence } from '../../evidence.ts';
import type { Finding, Judge } from '../../requirement.ts';
import { declined, deviceAnswer, farOffer, liveLine, takenLine } from './answered-line.ts';
import { callControlsFailed, echoControlsFailed, echoes, established, judgedCall, media, tell } from './call-part.ts';

/**
 * The line of that tag is the one to take (RFC 4568 §5.1.2: the first valid one that the device supports). `heard`: the far
 * end's own packets must be understood, too, which the device's echo shows.
 */
export function takesLine({ tag, heard = false }: { tag: number; heard?: boolean }): Judge {
  return (evidence) => {
    const expected = `crypto line ${tag} taken, SRTP under its keys${heard ? ' in both directions' : ''}`;
    const look = judgedCall(evidence, expected);
    if ('finding' in look) return look.finding;
    return taken(evidence, look.call, { tag, heard, expected });
  };
}

/** As `takesLine` of line 1, heard; the control has the same suite with its key written in the other form. */
export const readsKey: Judge = (evidence, context) => {
  const finding = takesLine({ tag: 1, heard: true })(evidence, context);
  const calls = evidence.calls.filter(({ role }) => role !== 'control-after');
  if (evidence.benchFaults.length > 0 || calls.length < 2 || !calls.every(lacksSuite)) return finding;
  return { ...finding, verdict: 'not-applicable', seen: 'the device takes this suite in neither form of its key' };
};

/** Declined, or answered by a suite that was not offered: which is another requirement's affair. */
function lacksSuite(call: Call): boolean {
  const own = liveLine(deviceAnswer(call))?.crypto[0]?.suite;
  const offered = farOffer(call)?.media.flatMap(({ crypto }) => crypto.map(({ suite }) => suite)) ?? [];
  return declined(call) || (own !== undefined && !offered.includes(own));
}

/** Either the line is taken with all that stands in it, or it is left. */
export const honoursOrLeaves: Judge = (evidence) => {
  const expected = 'the line refused, or SRTP under its keys in both directions';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  if (!declined(call)) return taken(evidence, call, { tag: 1, heard: true, expected });
  return callControlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen: `refused: ${tell(call)}` };
};

/** RFC 4568 §6.3.2: a line that asks for SRTCP without encryption is refused, or SRTCP goes out so; what is taken is done. */
export const clearsControlOrRefuses: Judge = (evidence) => {
  const expected = 'the line refused, or SRTCP authenticated and not encrypted';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  if (declined(call)) {
    return callControlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen: `refused: ${tell(call)}` };
  }
  const finding = taken(evidence, call, { tag: 1, heard: false, expected });
  if (finding.verdict !== 'pass') return finding;
  const flags = (call.control ?? []).flatMap(({ from, encrypted }) => (from === 'device' ? (encrypted ?? []) : []));
  if (flags.length === 0) return { verdict: 'inconclusive', expected, seen: `no SRTCP came; ${finding.seen}` };
  const encrypted = flags.filter((flag) => flag).length;
  const seen = `${encrypted} of ${flags.length} SRTCP packets encrypted; ${finding.seen}`;
  return { verdict: encrypted > 0 ? 'fail' : 'pass', expected, seen };
};

function taken(
  evidence: Evidence,
  call: Call,
  { tag, heard, expected }: { tag: number; heard: boolean; expected: string },
): Finding {
  const found = takenLine(evidence, call, expected);
  if ('finding' in found) return found.finding;
  if (found.tag !== tag) return { verdict: 'fail', expected, seen: `took line ${found.tag}: ${tell(call)}` };
  const seen = `took line ${tag}: ${tell(call)}`;
  if (heard && !echoes(call)) return unheard(evidence, { expected, seen });
  return { verdict: media(call) > 0 ? 'pass' : 'inconclusive', expected, seen };
}

/** Nothing that the far end sent came back: the device's fault only where it echoes the packets of the control. */
function unheard(evidence: Evidence, told: Pick<Finding, 'expected' | 'seen'>): Finding {
  const control = echoControlsFailed(evidence, told.expected);
  if (control) return { ...control, seen: `${control.seen}; ${told.seen}` };
  return { ...told, verdict: 'fail', seen: `nothing that the far end sent came back; ${told.seen}` };
}

/** RFC 4568 §5.1.2: a suite that the bench does not speak may be taken by a device that does; else it is declined. */
export function declinesSuite({ prefix }: { prefix: string }): Judge {
  return (evidence) => {
    const expected = `the suite declined (488 or port 0) and no media`;
    const look = judgedCall(evidence, expected);
    if ('finding' in look) return look.finding;
    const { call } = look;
    const told = tell(call);
    if (declined(call)) return callControlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen: told };
    if (!established(call) && media(call) === 0) {
      return { verdict: 'inconclusive', expected, seen: `no answer of the device to the offer: ${told}` };
    }
    const speaksIt = liveLine(deviceAnswer(call))?.crypto.some(({ suite }) => suite.startsWith(prefix)) ?? false;
    return speaksIt && call.fromDevice.plain === 0
      ? { verdict: 'inconclusive', expected, seen: `takes the suite, which the bench does not speak: ${told}` }
      : { verdict: 'fail', expected, seen: `answered: ${told}` };
  };
}

/** RFC 4568 §4: crypto lines belong to a media line. */
export const writesNoSessionCrypto: Judge = (evidence) => {
  const expected = 'crypto lines at the media level alone';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const own = look.call.descriptions.filter(({ from }) => from === 'device');
  const wrong = own.find(({ sessionCrypto }) => sessionCrypto.length > 0);
  if (wrong) {
    return {
      verdict: 'fail',
      expected,
      seen: `${wrong.sessionCrypto.length} at the session level of its ${wrong.role}`,
    };
  }
  const lines = own.flatMap(({ media: each }) => each.flatMap(({ crypto }) => crypto));
  if (lines.length === 0) {
    return { verdict: 'inconclusive', expected, seen: `the device described no encrypted media: ${tell(look.call)}` };
  }
  return {
    verdict: 'pass',
    expected,
    seen: `${lines.length} at the media level of its ${own.map(({ role }) => role).join(', ')}`,
  };
};

/** RFC 3264 §5.1, §6: a stream of port 0 stays refused, and its crypto lines are nobody's. `tag`: of the other stream. */
export function leavesRefusedStream({ tag }: { tag: number }): Judge {
  return (evidence) => {
    const expected = `the stream of port 0 left refused, crypto line ${tag} of the other one taken`;
    const look = judgedCall(evidence, expected);
    if ('finding' in look) return look.finding;
    const { call } = look;
    const port = deviceAnswer(call)?.media[0]?.port ?? 0;
    if (port !== 0)
      return { verdict: 'fail', expected, seen: `answered the stream of port 0 with port ${port}: ${tell(call)}` };
    return taken(evidence, call, { tag, heard: false, expected });
  };
}
