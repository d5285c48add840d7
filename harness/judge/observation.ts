/**
 * Observations: where no clause draws the line, what the device did is told. It still takes a bench that did its part: an
 * outcome that could not be read stays inconclusive.
 */
import type { Connection, Evidence } from '../evidence.ts';
import type { Finding } from '../requirement.ts';
import { acceptedCase } from './acceptance.ts';
import { judgedAttempt, story } from './bench-part.ts';
import { refused } from './refusal.ts';

export function observedOutcome(evidence: Evidence, expected: string): Finding {
  const look = judgedAttempt(evidence, expected);
  if ('finding' in look) return look.finding;
  if (acceptedCase(evidence, expected).verdict === 'pass') {
    return { verdict: 'observed', expected, seen: `accepted: ${story(look.attempt)}` };
  }
  const delivered = look.attempt.connections.some(closedWithinTheFlight) ? 'server hello' : 'certificate';
  const refusal = refused(evidence, expected, delivered, false);
  if (refusal.verdict === 'pass') return { ...refusal, verdict: 'observed', seen: `refused: ${refusal.seen}` };
  // What "fails" as a refusal is no clean acceptance either: a request that was sent and not answered, for instance.
  return refusal.verdict === 'fail' ? { ...refusal, verdict: 'inconclusive' } : refusal;
}

/** A message that is too long for the device never reaches it as a whole: it closes as soon as it has read the length. */
const closedWithinTheFlight = ({ messages, closed }: Connection): boolean =>
  closed.by === 'device' && messages.some(({ from, type }) => from === 'lab' && type === 'incomplete');
