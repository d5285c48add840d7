/** Whether the device outlives descriptions that are too much, and takes nothing out of them that is none. */
import type { Call } from '../../evidence.ts';
import type { Judge } from '../../requirement.ts';
import { declined, deviceAnswer, farOffer, liveLine, takenLine } from './answered-line.ts';
import { callControlsFailed, callsOf, established, judgedCall, media, tell } from './call-part.ts';

/**
 * Refused, or answered with a line that is right: how much a device reads is its own affair. It must answer at all, and be
 * there for the next call. That the INVITE had come to it is seen by its answer to the CANCEL (RFC 3261 §9.2).
 */
export const outlivesDescription: Judge = (evidence) => {
  const expected = 'refused, or answered by a right crypto line; and there for the next call';
  const look = judgedCall(evidence, expected);
  if ('finding' in look) return look.finding;
  const { call } = look;
  if (!callsOf(evidence, 'control-before').some((one) => media(one) > 0)) {
    return { verdict: 'inconclusive', expected, seen: 'no control call before the case carried media' };
  }
  if (established(call) && liveLine(deviceAnswer(call))) {
    const found = takenLine(evidence, call, expected);
    if ('finding' in found) return found.finding;
    if (media(call) === 0)
      return { verdict: 'inconclusive', expected, seen: `answered and sent nothing: ${tell(call)}` };
    return isRight(call, found.tag)
      ? { verdict: 'pass', expected, seen: `took line ${found.tag}: ${tell(call)}` }
      : { verdict: 'fail', expected, seen: `took line ${found.tag}, which is none: ${tell(call)}` };
  }
  if (media(call) > 0) return { verdict: 'fail', expected, seen: `sends without an answer: ${tell(call)}` };
  const after = callsOf(evidence, 'control-after').at(-1);
  if (after && media(after) === 0)
    return { verdict: 'fail', expected, seen: `no media in the call after it: ${tell(call)}` };
  if (declined(call)) return callControlsFailed(evidence, expected) ?? { verdict: 'pass', expected, seen: tell(call) };
  if (call.ladder.some(({ from, line }) => from === 'device' && / 487 /.test(line))) {
    return {
      verdict: 'fail',
      expected,
      seen: `neither refused nor answered within ${evidence.window} ms: ${tell(call)}`,
    };
  }
  return { verdict: 'inconclusive', expected, seen: `no answer of the device to the offer: ${tell(call)}` };
};

/** The first offered line of that number can be read, and its key has the length that the answer's has. */
function isRight(call: Call, tag: number): boolean {
  const own = liveLine(deviceAnswer(call))?.crypto[0];
  const line = farOffer(call)
    ?.media.flatMap(({ crypto }) => crypto)
    .find((one) => one.tag === tag && one.suite === own?.suite);
  const [octets, ownOctets] = [line, own].map((one) => one?.keys?.[0]?.octets);
  return octets !== undefined && octets === ownOctets;
}
