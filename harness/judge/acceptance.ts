/** Acceptance: the device connected, sent its request, and got it answered. */
import type { Evidence } from '../evidence.ts';
import type { Finding, Judge } from '../requirement.ts';
import { accepted, attemptsOf, benchFault, judged, servedWrongly, story } from './bench-part.ts';

export function acceptance({ of }: { of: string }): Judge {
  return (evidence) => acceptedCase(evidence, `${of} accepted: request sent and answered`);
}

export function acceptedCase(evidence: Evidence, expected: string): Finding {
  const fault = benchFault(evidence, expected);
  if (fault) return fault;
  const attempt = judged(evidence);
  if (!attempt) return { verdict: 'error', expected, seen: 'the bench stored no attempt of the case' };
  const wrong = servedWrongly(attempt, expected);
  if (wrong) return wrong;
  if (accepted(attempt)) return { verdict: 'pass', expected, seen: story(attempt) };
  // A device that takes nothing at all has not shown that it minds this certificate.
  const controls = [...attemptsOf(evidence, 'control-before'), ...attemptsOf(evidence, 'control-after')];
  const failed = controls.find((one) => !accepted(one));
  if (failed || controls.length === 0) {
    const seen = failed ? `the device does not accept the control either: ${story(failed)}` : 'no control ran';
    return { verdict: 'inconclusive', expected, seen };
  }
  if (attempt.connections.length === 0) {
    return { verdict: 'inconclusive', expected, seen: `the device made no connection within ${attempt.lasted} ms` };
  }
  return { verdict: 'fail', expected, seen: `refused: ${story(attempt)}` };
}
