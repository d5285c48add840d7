/**
 * Observations: where no clause draws the line, what the device did is told. It still takes a bench that did its part: an
 * outcome that could not be read stays inconclusive.
 */
import type { Evidence } from '../evidence.ts';
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
  const refusal = refused(evidence, expected, 'certificate', false);
  if (refusal.verdict === 'pass') return { ...refusal, verdict: 'observed', seen: `refused: ${refusal.seen}` };
  // What "fails" as a refusal is no clean acceptance either: a request that was sent and not answered, for instance.
  return refusal.verdict === 'fail' ? { ...refusal, verdict: 'inconclusive' } : refusal;
}
